namespace RustInterop.Build;

/// <summary>Sequences of steps that run side by side; the first that fails ends the others.</summary>
internal static class Lanes
{
    public static async Task RunAsync(
        IReadOnlyList<Func<CancellationToken, Task>> lanes, CancellationToken cancellation)
    {
        using CancellationTokenSource failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        StepFailedException? first = null;
        await Task.WhenAll(lanes.Select(RunAsync));
        if (first is not null)
        {
            throw first;
        }

        cancellation.ThrowIfCancellationRequested();

        async Task RunAsync(Func<CancellationToken, Task> lane)
        {
            try
            {
                await lane(failed.Token);
            }
            catch (StepFailedException failure)
            {
                Interlocked.CompareExchange(ref first, failure, null);
                await failed.CancelAsync();
            }
            catch (OperationCanceledException) when (failed.IsCancellationRequested)
            {
                // Another lane failed, or the build was interrupted; both are told above.
            }
        }
    }
}
