using System.Diagnostics;

namespace RustInterop.Orleans;

/// <summary>A call to a grain that may be repeated.</summary>
internal static class ClusterCall
{
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Repeats a call that fails, for a minute. What callers did wrong comes in replies, so an exception says that a silo or the store
    /// is away.
    /// </summary>
    internal static async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await call().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested && Stopwatch.GetElapsedTime(begin) < MostTime)
            {
                await Task.Delay(RetryDelay, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
