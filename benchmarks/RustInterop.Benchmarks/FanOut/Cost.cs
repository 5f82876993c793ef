using System.Diagnostics;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>What a run has cost.</summary>
/// <param name="Wall">Seconds from its beginning to its end.</param>
/// <param name="Processor">Seconds of processor time.</param>
internal readonly record struct Cost(double Wall, double Processor)
{
    /// <summary>Of work in this process, with the children that it starts.</summary>
    internal static async Task<Cost> InProcessAsync(Func<Task> work)
    {
        double processor = ProcessorTime.Seconds();
        long start = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Cost(wall, ProcessorTime.Seconds() - processor);
    }

    /// <summary>Of a command from its start to its end, with all that it waits for.</summary>
    internal static async Task<Cost> OfCommandAsync(Func<Task> command)
    {
        double processor = ProcessorTime.OfChildren();
        long start = Stopwatch.GetTimestamp();
        await command().ConfigureAwait(false);
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Cost(wall, ProcessorTime.OfChildren() - processor);
    }
}
