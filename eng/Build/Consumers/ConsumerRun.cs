using System.Collections.Concurrent;
using RustInterop.Build.Cross;

namespace RustInterop.Build.Consumers;

/// <summary>Proves all consumers, whichever fail, and tells of each in docs/packaging.md.</summary>
internal static class ConsumerRun
{
    private const int LaneCount = 3;

    public static async Task<TestCounts> RunAsync(CancellationToken cancellation)
    {
        await Step.RunAsync("consumer tools", step => Debian.EnsureAsync(step,
            // The first two link what is compiled ahead of time.
            ["gcc", "libc6-dev", .. Target.All.SelectMany(target => target.EmulatorPackages)]), cancellation);
        await Step.RunAsync("consumer restore", ConsumerPackages.RestoreAsync, cancellation);

        ConcurrentQueue<Consumer> waiting = new(Consumer.All.Reverse());
        ConcurrentDictionary<Consumer, ConsumerResult> results = new();
        await Lanes.RunAsync([.. Enumerable.Repeat<Func<CancellationToken, Task>>(RunLaneAsync, LaneCount)], cancellation);

        ConsumerResult[] inOrder = [.. Consumer.All.Select(consumer => results[consumer])];
        await Step.RunAsync("consumer table", _ => ConsumerTable.WriteAsync(inOrder), cancellation);
        int failed = inOrder.Count(result => result.Failure is not null);
        return new TestCounts(inOrder.Length - failed, failed, 0);

        async Task RunLaneAsync(CancellationToken token)
        {
            while (waiting.TryDequeue(out Consumer? consumer))
            {
                results[consumer] = await RunAsync(consumer, token);
            }
        }
    }

    private static async Task<ConsumerResult> RunAsync(Consumer consumer, CancellationToken cancellation)
    {
        long? size = null;
        try
        {
            await Step.RunAsync(consumer.Name, async step => size = await consumer.ProveAsync(step), cancellation);
            return new ConsumerResult(consumer, size, null);
        }
        catch (StepFailedException failure)
        {
            failure.Report();
            return new ConsumerResult(consumer, null, failure.Message);
        }
    }
}
