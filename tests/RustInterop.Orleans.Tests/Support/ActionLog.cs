namespace RustInterop.Orleans.Tests.Support;

/// <summary>What actions write down themselves: so it is known which hosts began, whatever is reported.</summary>
internal sealed class ActionLog(string path)
{
    internal string FullName => path;

    /// <summary>The hosts that began, once for each time.</summary>
    internal IReadOnlyList<string> Begun => HostsOf("begin ");

    /// <summary>The hosts that ended, once for each time.</summary>
    internal IReadOnlyList<string> Ended => HostsOf("end ");

    internal static IReadOnlyList<string> Hosts(int count) => [.. Enumerable.Range(0, count).Select(number => $"host{number}")];

    /// <param name="hosts">How many hosts.</param>
    /// <param name="body">What the action does between its begin and its end.</param>
    internal ProcedureInput Input(int hosts, string body) =>
        new(TimeSpan.FromSeconds(60), 0, Hosts(hosts), $"echo begin $HOST >> '{path}'; {body}; echo end $HOST >> '{path}'", 1)
        {
            Transport = Transport.Local,
            Concurrency = 4,
        };

    private string[] HostsOf(string prefix) =>
        !File.Exists(path) ? [] : [.. File.ReadAllLines(path).Where(line => line.StartsWith(prefix)).Select(line => line[prefix.Length..])];
}
