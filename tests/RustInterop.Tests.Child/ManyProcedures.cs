using System.Diagnostics.CodeAnalysis;
using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>
/// Starts many procedures at once, and prints how many succeeded, the most threads that the pool had meanwhile, how many
/// strings are still out, and how many children are left.
/// </summary>
internal static class ManyProcedures
{
    internal static async Task RunAsync(int procedures)
    {
        ProcedureInput input = new(TimeSpan.FromSeconds(120), 0, ["a", "b", "c", "d", "e"], "sleep 0.2", 1)
        {
            Transport = Transport.Local,
        };
        int threads = 0;
        Task<ProcedureOutput>[] running = [.. Enumerable.Range(0, procedures).Select(_ => Rust.StartProcedureAsync(input))];
        Task<ProcedureOutput[]> all = Task.WhenAll(running);
        while (!all.IsCompleted)
        {
            threads = Math.Max(threads, ThreadPool.ThreadCount);
            await Task.WhenAny(all, Task.Delay(10));
        }

        int succeeded = (await all).Count(output => output.Hosts.All(host => host.Outcome == HostOutcome.Succeeded));
        Console.WriteLine($"{succeeded} {threads} {NativeMethods.rust_interop_live_strings()} {ProcessState.CountChildren()}");
    }
}

/// <summary>
/// Cancels procedures before, while and after they run while the memory is compacted all the time, and prints how many
/// ended as they may, how many strings are still out, and how many children are left.
/// </summary>
[SuppressMessage(
    "Security",
    "CA5394:Do not use insecure randomness",
    Justification = "A failure can be had again by its number.")]
internal static class RandomCancels
{
    internal static async Task RunAsync(int procedures, params string[] actions)
    {
        using CancellationTokenSource done = new();
        Task collecting = Task.Run(() => Collect(done.Token));
        int ended = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, procedures),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (number, _) => Interlocked.Add(ref ended, await EndsAsItMayAsync(number, actions) ? 1 : 0));
        await done.CancelAsync();
        await collecting;
        Console.WriteLine($"{ended} {NativeMethods.rust_interop_live_strings()} {ProcessState.CountChildren()}");
    }

    /// <summary>The action that makes the panicking library panic; with it no output may come.</summary>
    internal const string Panic = "panic";

    private static async Task<bool> EndsAsItMayAsync(int number, string[] actions)
    {
        Random random = new(number);
        using CancellationTokenSource cancellation = new();
        string[] hosts = [.. Enumerable.Range(0, random.Next(3)).Select(host => $"host{host}")];
        ProcedureInput input = new(TimeSpan.FromSeconds(60), 0, hosts, actions[random.Next(actions.Length)], number)
        {
            Transport = Transport.Local,
        };
        Counter progress = new();
        int moment = random.Next(4);
        if (moment == 0)
        {
            await cancellation.CancelAsync();
        }

        Task<ProcedureOutput> task = Rust.StartProcedureAsync(input, random.Next(2) == 0 ? progress : null, cancellation.Token);
        if (moment == 1)
        {
            // Between at once and when it is over anyway; spinning, since a timer is coarser than that.
            Thread.SpinWait(random.Next(100_000));
            await cancellation.CancelAsync();
        }
        else if (moment == 2)
        {
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(random.Next(20)));
        }

        try
        {
            ProcedureOutput output = await task;
            await cancellation.CancelAsync();
            return input.Action != Panic && output.JobId == number && output.Hosts.Count == hosts.Length && progress.Count <= hosts.Length;
        }
        catch (RustPanicException exception)
        {
            return exception.Message.StartsWith("on purpose", StringComparison.Ordinal);
        }
        catch (ProcedureCanceledException exception)
        {
            return moment != 3 && exception.Output.JobId == number && exception.Output.Hosts.Count == hosts.Length;
        }
    }

    private static void Collect(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    private sealed class Counter : IProgress<ProcedureProgress>
    {
        public int Count { get; private set; }

        public void Report(ProcedureProgress value) => Count++;
    }
}
