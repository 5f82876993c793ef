namespace RustInterop.Orleans.Tests.Support;

/// <summary>All results of a job, as a watcher gets them.</summary>
internal sealed class JobResults : IProgress<FleetJobUpdate>
{
    private readonly List<HostResult> _results = [];

    internal IReadOnlyList<HostResult> All => _results;

    internal FleetJobStatus? Status { get; private set; }

    internal static async Task<JobResults> OfAsync(FleetJob job, long cursor = 0)
    {
        JobResults results = new();
        await foreach (FleetJobUpdate update in job.WatchAsync(cursor))
        {
            results.Report(update);
        }

        return results;
    }

    public void Report(FleetJobUpdate value)
    {
        Status = value.Status;
        _results.AddRange(value.Results);
    }

    internal IReadOnlyList<string> HostsWith(HostOutcome outcome) =>
        [.. _results.Where(result => result.Outcome == outcome).Select(result => result.Host)];

    /// <summary>The rules that hold whatever happens.</summary>
    internal void ShouldAccountFor(IReadOnlyList<string> hosts, ActionLog log)
    {
        _results.Select(result => result.Host).Should().BeEquivalentTo(hosts, "each host is accounted for once");
        Status!.Outcomes.Should().BeEquivalentTo(_results.CountBy(result => result.Outcome).ToDictionary());
        log.Begun.Should().OnlyHaveUniqueItems("nothing begins twice");
        HostsWith(HostOutcome.NotStarted).Should().NotIntersectWith(log.Begun);
        HostsWith(HostOutcome.Cancelled).Should().BeSubsetOf(log.Begun);
        HostsWith(HostOutcome.Succeeded).Should().BeSubsetOf(log.Ended);
    }
}
