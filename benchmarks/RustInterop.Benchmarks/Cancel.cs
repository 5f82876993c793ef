using System.Diagnostics;

namespace RustInterop.Benchmarks;

/// <summary>How long a procedure with 200 running hosts takes to end after a cancel.</summary>
internal static class Cancel
{
    private const int Hosts = 200;
    private const int Rounds = 9;

    internal static async Task MeasureAsync()
    {
        List<double> milliseconds = [];
        for (int round = 0; round < Rounds; round++)
        {
            milliseconds.Add((await MeasureOnceAsync().ConfigureAwait(false)).TotalMilliseconds);
        }

        Console.WriteLine($"from the cancel of {Hosts} running hosts to the end of the task:  {Spread.Of(milliseconds, " ms")}");
    }

    private static async Task<TimeSpan> MeasureOnceAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rust-interop-");
        using CancellationTokenSource cancellation = new();
        ProcedureInput input = new(
            TimeSpan.Zero,
            0,
            [.. Enumerable.Range(0, Hosts).Select(host => $"host{host}")],
            $": >'{folder.FullName}'/$HOST; sleep 1000 & sleep 1000",
            1)
        {
            Transport = Transport.Local,
            Concurrency = Hosts,
        };
        Task<ProcedureOutput> task = Rust.StartProcedureAsync(input, handlers: null, cancellation.Token);
        while (folder.GetFiles().Length < Hosts)
        {
            await Task.Delay(10).ConfigureAwait(false);
        }

        long start = Stopwatch.GetTimestamp();
        await cancellation.CancelAsync().ConfigureAwait(false);
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (ProcedureCanceledException)
        {
            return Stopwatch.GetElapsedTime(start);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        throw new InvalidOperationException("The procedure ended before it was cancelled.");
    }
}
