using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FleetServer;

/// <summary>Whether the silo and the store of the jobs answer.</summary>
internal sealed class StoreHealthCheck(IGrainFactory client) : IHealthCheck
{
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(MostWait);
        try
        {
            // There need not be such a job.
            await client.GetFleetJob("health").GetStatusAsync(timeout.Token);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The store of the jobs does not answer.");
        }
    }
}
