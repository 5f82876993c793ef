using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogAnalyser;

/// <summary>Analyses one log in both languages, and prints the figures and how long each took.</summary>
internal sealed class Comparison(string path)
{
    /// <summary>Returns the exit code: 0 if the results are the same.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        ServiceProvider services = new ServiceCollection()
            .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .AddRustLogging(RustLog.Library)
            .AddSingleton<PlainLog>()
            .BuildServiceProvider();
        await using (services.ConfigureAwait(false))
        {
            services.StartRustLogging();

            List<Minute> fromRust = [];
            long start = Stopwatch.GetTimestamp();
            await foreach (Minute minute in RustLog.Minutes(path, cancellation).ConfigureAwait(false))
            {
                fromRust.Add(minute);
            }

            Print("Rust", Stopwatch.GetElapsedTime(start));
            start = Stopwatch.GetTimestamp();
            List<Minute> fromPlain = [.. services.GetRequiredService<PlainLog>().Minutes(path, cancellation)];
            Print("C#", Stopwatch.GetElapsedTime(start));

            if (fromRust.MaxBy(minute => minute.Requests) is { } busiest)
            {
                Console.WriteLine($"the busiest of {fromRust.Count:N0} minutes: {busiest}");
            }

            bool isSame = fromRust.SequenceEqual(fromPlain);
            Console.WriteLine(isSame ? "the same result" : "different results");
            return isSame ? 0 : 1;
        }
    }

    private void Print(string name, TimeSpan elapsed)
    {
        double megabytes = new FileInfo(path).Length / 1e6;
        Console.WriteLine($"{name,-8}{elapsed.TotalSeconds,8:0.00} s{megabytes / elapsed.TotalSeconds,8:0} MB/s");
    }
}
