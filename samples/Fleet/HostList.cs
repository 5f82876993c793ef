using System.Text.RegularExpressions;
using RustInterop;

namespace Fleet;

/// <summary>Reads a list of hosts: one a line, blank lines and what follows a <c>#</c> skipped.</summary>
internal static class HostFile
{
    private const string StandardInput = "-";

    public static async Task<IReadOnlyList<string>> ReadAsync(string path, CancellationToken cancellation)
    {
        using TextReader reader = path == StandardInput ? Console.In : new StreamReader(path);
        List<string> hosts = [];
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            string host = line.Split('#')[0].Trim();
            if (host.Length > 0)
            {
                hosts.Add(host);
            }
        }

        return hosts;
    }
}

/// <summary>Says what Rust refused.</summary>
internal static partial class InputError
{
    /// <summary>The message, and the host that its path leads to: nobody counts the lines of a long list.</summary>
    public static string Describe(RustException exception, ProcedureInput input) =>
        HostPath().Match(exception.Path ?? "") is { Success: true } match
            ? $"{exception.Message}: '{input.HostList[int.Parse(match.Groups[1].ValueSpan)]}'"
            : exception.Message;

    [GeneratedRegex(@"^host_list\[(\d+)\]$")]
    private static partial Regex HostPath();
}
