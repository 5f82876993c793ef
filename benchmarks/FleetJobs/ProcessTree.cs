using System.Globalization;
using RustInterop.Benchmarks.FanOut;

namespace RustInterop.Benchmarks.FleetJobs;

/// <summary>What /proc reports of a process and those that it has started.</summary>
internal static class ProcessTree
{
    // The kernel counts for programs in this unit.
    private const double TicksInASecond = 100;

    /// <summary>The processor time of all of them, those that have ended included.</summary>
    internal static double ProcessorSeconds(int root) => Of(root).Sum(Ticks) / TicksInASecond;

    /// <summary>The most bytes of resident memory that the process has had.</summary>
    internal static long MostMemory(int process) =>
        ProcessStatus.Bytes(ProcessStatus.Text(process), "VmHWM") ?? throw new InvalidOperationException($"{process} has ended.");

    /// <summary>That of the one that has had most.</summary>
    internal static long MostMemoryOfAny(int root) =>
        Of(root).Max(process => ProcessStatus.Bytes(ProcessStatus.Text(process), "VmHWM") ?? 0);

    private static IEnumerable<int> Of(int root)
    {
        ILookup<int, int> children = ProcessStatus.Parents().ToLookup(pair => pair.Value, pair => pair.Key);
        Queue<int> queue = new([root]);
        while (queue.TryDequeue(out int process))
        {
            yield return process;
            foreach (int child in children[process])
            {
                queue.Enqueue(child);
            }
        }
    }

    // utime, stime, and those of children that have ended and were waited for.
    private static long Ticks(int process) =>
        ProcessStatus.Fields(process).Skip(11).Take(4).Sum(number => long.Parse(number, CultureInfo.InvariantCulture));
}
