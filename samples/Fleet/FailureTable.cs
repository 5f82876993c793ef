using RustInterop.Fleet;

namespace Fleet;

/// <summary>Prints how the hosts ended that did not succeed.</summary>
internal static class FailureTable
{
    public static void Write(ProcedureOutput output)
    {
        Console.WriteLine(output.Message);
        HostResult[] hosts = [.. output.Hosts.Where(host => host.Outcome != HostOutcome.Succeeded)];
        int width = hosts.Select(host => host.Host.Length).DefaultIfEmpty().Max();
        foreach (HostResult host in hosts)
        {
            Console.WriteLine($"{host.Host.PadRight(width)}  {host.Outcome,-11}  {host.ExitCode,3}  {Reason(host)}");
        }
    }

    /// <summary>What the library says; otherwise the last line of the host's standard error.</summary>
    private static string Reason(HostResult host) => Printable(host.Error ?? host.Stderr.TrimEnd().Split('\n')[^1]);

    // A host's text must not control the terminal.
    private static string Printable(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
