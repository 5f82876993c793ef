using RustInterop.Fleet.Tool.HostSets;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// The output at the end of the run, once for all hosts with the same one, as with <c>clush -b</c> and <c>dshbak -c</c>: standard
/// output on standard output, and standard error on standard error.
/// </summary>
/// <param name="showsText">Whether the groups are shown.</param>
/// <param name="showsDifferences">
/// Whether the difference to the most common output is shown, in place of the output of the other groups.
/// </param>
internal sealed class GroupedOutput(bool showsText, bool showsDifferences) : IReport
{
    private const string Rule = "---------------";

    public string? Failure => null;

    public void Open()
    {
    }

    public void Add(ProcedureProgress progress)
    {
    }

    public void End(ProcedureOutput output)
    {
        Show(Console.Out, output.Hosts, host => host.Stdout);
        Show(Console.Error, output.Hosts, host => host.Stderr);
    }

    private void Show(TextWriter writer, IEnumerable<HostResult> hosts, Func<HostResult, string> stream)
    {
        // A host that printed nothing has no group of its own, but may differ from the others.
        IReadOnlyList<OutputGroup> groups = OutputGroup.Of(
            hosts.Where(host => stream(host).Length > 0 || (showsDifferences && host.ExitCode is not null)), stream);
        foreach (OutputGroup group in groups)
        {
            if (showsDifferences && group != groups[0])
            {
                writer.Write(UnifiedDiff.Of(groups[0], group));
            }
            else if (showsText && group.Lines.Count > 0)
            {
                writer.Write($"{Rule}\n{group.Title}\n{Rule}\n{string.Concat(group.Lines.Select(line => $"{line}\n"))}");
            }
        }
    }
}

/// <summary>Hosts with the same output.</summary>
/// <param name="Hosts">In the order of the list.</param>
/// <param name="Lines">The output, safe to print.</param>
/// <param name="IsCut">Whether there was more of it than was kept.</param>
internal sealed record OutputGroup(IReadOnlyList<string> Hosts, IReadOnlyList<string> Lines, bool IsCut)
{
    /// <summary>The hosts, with their number if there are several.</summary>
    public string Title
    {
        get
        {
            string count = Hosts.Count > 1 ? $" ({Hosts.Count})" : "";
            return $"{Printable.Line(HostNames.Fold(Hosts))}{count}{(IsCut ? ": output cut off" : "")}";
        }
    }

    /// <summary>
    /// The groups, the largest first, and otherwise in the order of the list. Only what is shown counts, so <c>\r\n</c> is the same
    /// as <c>\n</c>.
    /// </summary>
    public static IReadOnlyList<OutputGroup> Of(IEnumerable<HostResult> hosts, Func<HostResult, string> stream) =>
    [
        .. hosts.Select(host => (host.Host, Lines: HostLine.TextsOf(stream(host)).ToArray(), host.Truncated))
            .GroupBy(host => (string.Join('\n', host.Lines), host.Lines.Length, host.Truncated))
            .Select(group => new OutputGroup(
                [.. group.Select(host => host.Host)], group.First().Lines, group.First().Truncated))
            .OrderByDescending(group => group.Hosts.Count),
    ];
}
