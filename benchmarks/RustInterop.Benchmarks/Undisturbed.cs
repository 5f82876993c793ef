using System.Diagnostics;

namespace RustInterop.Benchmarks;

/// <summary>Measuring on a machine that its host shares out to others as well.</summary>
internal static class Undisturbed
{
    private const double MostStolen = 0.03;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs again where too much of the time was stolen: once, and as often as there is patience for. Returns what the least
    /// disturbed run came to.
    /// </summary>
    internal static async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        long start = Stopwatch.GetTimestamp();
        (T Result, double Stolen) best = await OnceAsync(run).ConfigureAwait(false);
        for (bool again = true; again && best.Stolen > MostStolen; again = Stopwatch.GetElapsedTime(start) < Patience)
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
