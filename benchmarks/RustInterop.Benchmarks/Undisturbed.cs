using System.Diagnostics;

namespace RustInterop.Benchmarks;

/// <summary>Measures on a virtual machine whose host has other guests.</summary>
internal static class Undisturbed
{
    private const double MostStolen = 0.03;

    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs again if too much time was stolen: once, and as often as <see cref="RetryTime"/> allows. Returns the result of the
    /// least disturbed run.
    /// </summary>
    internal static async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        long start = Stopwatch.GetTimestamp();
        (T Result, double Stolen) best = await OnceAsync(run).ConfigureAwait(false);
        for (bool again = true; again && best.Stolen > MostStolen; again = Stopwatch.GetElapsedTime(start) < RetryTime)
        {
            (T Result, double Stolen) next = await OnceAsync(run).ConfigureAwait(false);
            best = next.Stolen < best.Stolen ? next : best;
        }

        return best.Result;
    }

    private static async Task<(T Result, double Stolen)> OnceAsync<T>(Func<Task<T>> run)
    {
        StolenTime before = StolenTime.Now();
        T result = await run().ConfigureAwait(false);
        return (result, StolenTime.Now().ShareSince(before));
    }
}
