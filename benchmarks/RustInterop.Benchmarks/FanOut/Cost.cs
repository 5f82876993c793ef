using System.Diagnostics;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>What a run cost.</summary>
/// <param name="Wall">Seconds from start to end.</param>
/// <param name="Processor">Seconds of processor time.</param>
internal readonly record struct Cost(double Wall, double Processor)
{
    /// <summary>Measures work in this process, including the children that it starts.</summary>
    internal static Task<Cost> InProcessAsync(Func<Task> work) => MeasureAsync(ProcessorTime.Seconds, work);

    /// <summary>Measures a command from start to end, including every process that it waits for.</summary>
    internal static Task<Cost> OfCommandAsync(Func<Task> command) => MeasureAsync(ProcessorTime.OfChildren, command);

    private static async Task<Cost> MeasureAsync(Func<double> processorSeconds, Func<Task> work)
    {
        double processor = processorSeconds();
        long start = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Cost(wall, processorSeconds() - processor);
    }
}
