using System.Diagnostics.CodeAnalysis;
using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>
/// Starts many procedures at once. Prints how many succeeded, the most threads that the pool had meanwhile, how many strings are
/// live, and how many child processes are left.
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
/// Cancels procedures before, while and after they run, with the garbage collector compacting all the time. Prints how many ended
/// in a valid way, how many strings are live, and how many child processes are left.
/// </summary>
[SuppressMessage(
    "Security",
    "CA5394:Do not use insecure randomness",
    Justification = "The number of a failed procedure reproduces it.")]
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
            async (number, _) => Interlocked.Add(ref ended, await EndsValidlyAsync(number, actions) ? 1 : 0));
        await done.CancelAsync();
        await collecting;
        Console.WriteLine($"{ended} {NativeMethods.rust_interop_live_strings()} {ProcessState.CountChildren()}");
    }

    /// <summary>The action that makes the panicking library panic. It must not return an output.</summary>
    internal const string Panic = "panic";

    private static async Task<bool> EndsValidlyAsync(int number, string[] actions)
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

        Task<ProcedureOutput> task = Rust.StartProcedureAsync(input, new() { Progress = random.Next(2) == 0 ? progress : null }, cancellation.Token);
        if (moment == 1)
        {
            // At any time until it ends by itself. It spins, because a timer is too coarse.
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
