using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace FleetServer.Api;

/// <summary>A job as server-sent events.</summary>
internal static class JobEvents
{
    private static readonly TimeSpan ReconnectionInterval = TimeSpan.FromSeconds(1);

    /// <param name="job">The job.</param>
    /// <param name="cursor">How many results to skip.</param>
    /// <param name="output">Whether results have what the actions wrote.</param>
    /// <param name="stopping">Cancelled when this server ends: the readers go on at the next one.</param>
    /// <param name="cancellation">Cancelled when the reader is gone.</param>
    public static async IAsyncEnumerable<SseItem<FleetJobUpdate>> ReadAsync(
        FleetJob job, long cursor, bool output, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        await using IAsyncEnumerator<FleetJobUpdate> updates = job.WatchAsync(cursor, end.Token).GetAsyncEnumerator();
        while (await IsThereMoreAsync(updates, end.Token))
        {
            FleetJobUpdate update = updates.Current;
            yield return new(output ? update : WithoutOutput(update))
            {
                EventId = update.Cursor.ToString(CultureInfo.InvariantCulture),
                ReconnectionInterval = ReconnectionInterval,
            };
        }
    }

    private static async ValueTask<bool> IsThereMoreAsync(IAsyncEnumerator<FleetJobUpdate> updates, CancellationToken end)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
        catch (KeyNotFoundException)
        {
            // It was deleted meanwhile, which the reader learns when it asks again.
            return false;
        }
    }

    private static FleetJobUpdate WithoutOutput(FleetJobUpdate update) =>
        update with { Results = [.. update.Results.Select(result => result with { Stdout = "", Stderr = "" })] };
}
