using Orleans.Concurrency;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Grains;

[StatelessWorker]
internal sealed class FleetJobListGrain(IFleetStore store) : Grain, IFleetJobListGrain
{
    private const int PageSize = 100;

    public async Task<JobPage> ListAsync(long? before)
    {
        IReadOnlyList<StoredJob> jobs = await store.ListJobsAsync(before, PageSize);
        return new([.. jobs.Select(job => job.Status)], jobs.Count == PageSize ? jobs[^1].Id : null);
    }
}
