using RustInterop;

namespace Fleet;

/// <summary>How a run ended.</summary>
internal sealed class Summary(ProcedureOutput output, TimeSpan elapsed)
{
    /// <summary>The hosts by outcome, in the order of the enum.</summary>
    public IReadOnlyList<IGrouping<HostOutcome, HostResult>> Groups { get; } =
        [.. output.Hosts.GroupBy(host => host.Outcome).OrderBy(group => group.Key)];

    /// <summary>It in one line.</summary>
    public string Sentence
    {
        get
        {
            string hosts = output.Hosts.Count == 1 ? "1 host" : $"{output.Hosts.Count} hosts";
            string counts = string.Join(", ", Groups.Select(group => $"{group.Count()} {Outcomes.Name(group.Key)}"));
            string cancelled = output.Result == ProcedureResult.Cancelled ? "Cancelled. " : "";
            return $"{cancelled}{hosts} in {elapsed.TotalSeconds:0.0} s{(counts.Length == 0 ? "" : ": ")}{counts}";
        }
    }

    /// <summary>The names of the hosts, up to so many.</summary>
    public static string Names(IEnumerable<HostResult> hosts, int most)
    {
        string[] names = [.. hosts.Select(host => Printable.Line(host.Host))];
        string rest = names.Length > most ? $" and {names.Length - most} more" : "";
        return string.Join(", ", names.Take(most)) + rest;
    }
}
