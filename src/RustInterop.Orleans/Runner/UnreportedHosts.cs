using RustInterop.Fleet;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Runner;

/// <summary>The results of hosts that no procedure reports.</summary>
internal static class UnreportedHosts
{
    /// <summary>
    /// The results that can be said of a batch that does not run: hosts that were granted are lost, and if the job is cancelled, the
    /// others do not start. Otherwise the others have no result yet, since they can run elsewhere.
    /// </summary>
    internal static IReadOnlyList<StoredResult> Of(BatchClaim claim, IReadOnlyList<string> hosts) =>
    [
        .. from index in claim.Open
           where index < claim.GrantedTo || claim.State != FleetJobState.Running
           select new StoredResult(index, index < claim.GrantedTo
               ? Lost(hosts[index], "the process that ran it ended before it had reported a result")
               : NotStarted(hosts[index], error: null)),
    ];

    internal static HostResult Lost(string host, string error) =>
        new(host, HostOutcome.Lost, null, 1, TimeSpan.Zero, "", "", false, error);

    internal static HostResult NotStarted(string host, string? error) =>
        new(host, HostOutcome.NotStarted, null, 0, TimeSpan.Zero, "", "", false, error);
}
