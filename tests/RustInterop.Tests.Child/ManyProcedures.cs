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
        Console.WriteLine($"{succeeded} {threads} {NativeMethods.rust_interop_live_strings()} {Children.Count()}");
    }
}
