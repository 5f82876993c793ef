using System.Globalization;

namespace RustInterop.Benchmarks.FleetJobs;

/// <summary>An action for many hosts, each of which is this machine.</summary>
/// <param name="Hosts">How many.</param>
/// <param name="Action">The command for each host's shell. It has to succeed.</param>
/// <param name="Concurrency">How many hosts at a time: in all, for a call; in each lane, for a job.</param>
internal sealed record JobWork(int Hosts, string Action, int Concurrency)
{
    internal ProcedureInput Input => new(TimeSpan.Zero, 0, [.. Enumerable.Range(1, Hosts).Select(Host)], Action, 1)
    {
        Transport = Transport.Local,
        Concurrency = Concurrency,
    };

    /// <exception cref="InvalidOperationException">Not all hosts have succeeded.</exception>
    internal void Check(int succeeded)
    {
        if (succeeded != Hosts)
        {
            throw new InvalidOperationException($"{succeeded} of {Hosts} hosts have succeeded.");
        }
    }

    private static string Host(int number) => string.Create(CultureInfo.InvariantCulture, $"host{number}");
}
