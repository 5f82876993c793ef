using System.Globalization;

namespace RustInterop.Benchmarks.FleetJobs;

/// <summary>What fleet jobs cost, beside one call for the same hosts.</summary>
internal static class FleetJobsBenchmark
{
    // Of all lanes together, so that a call with as many hosts at a time does the same.
    private const int Lanes = 3;
    private const int LaneConcurrency = 64;

    private const int Hosts = 20_000;
    private const int Rounds = 3;
    private const double MostWall = 1.3;
    private const double MostProcessor = 1.5;
    private const double Megabyte = 1e6;

    private const string Short = "echo $HOST";

    // 1.0 to 1.9 seconds, by the last digit of the host's name.
    private const string Long = "sleep 1.${HOST#${HOST%?}}";
    private const int LongHosts = 3_000;

    // 64 KiB that neither PostgreSQL nor a file system can compress.
    private const string Large = "head -c 49152 /dev/urandom | base64 -w 0";
    private static readonly int[] s_largeCounts = [5_000, 20_000];

    private static readonly int[] s_growth = [20_000, 50_000, 100_000];

    private static readonly Way[] s_ways =
    [
        new("a file, one process", () => JobProcesses.FileAsync(Lanes)),
        new("PostgreSQL, one silo", () => JobProcesses.PostgreSqlAsync(1, Lanes)),
        new("PostgreSQL, three silos", () => JobProcesses.PostgreSqlAsync(Lanes, 1)),
    ];

    /// <summary>Measures everything and writes the tables into a folder.</summary>
    /// <returns>Whether jobs cost no more than they may.</returns>
    internal static async Task<bool> RunAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        Report report = new(folder);
        bool isMet = await RatiosAsync(report).ConfigureAwait(false);
        await GrowthAsync(report).ConfigureAwait(false);
        await LargeAsync(report).ConfigureAwait(false);
        return isMet;
    }

    /// <summary>Jobs and calls take turns.</summary>
    internal static async Task<bool> RatiosAsync(Report report)
    {
        bool isMet = true;
        List<string[]> rows = [];
        JobProcesses call = await JobProcesses.CallAsync().ConfigureAwait(false);
        await using (call.ConfigureAwait(false))
        {
            foreach (Way way in s_ways)
            {
                JobProcesses job = await way.StartAsync().ConfigureAwait(false);
                await using (job.ConfigureAwait(false))
                {
                    Ratios small = await TurnsAsync(call, job, way.Name, Hosts, Short, Rounds).ConfigureAwait(false);
                    Ratios slow = await TurnsAsync(call, job, way.Name, LongHosts, Long, rounds: 1).ConfigureAwait(false);
                    isMet &= Spread.Median(small.Wall) <= MostWall && Spread.Median(small.Processor) <= MostProcessor;
                    rows.Add(
                    [
                        way.Name,
                        Text(Spread.Median(small.Seconds), "0.0 's'"),
                        Spread.Of(small.Wall, ""), Verdict(small.Wall, MostWall),
                        Text(Spread.Median(small.ProcessorSeconds), "0.0 's'"),
                        Spread.Of(small.Processor, ""), Verdict(small.Processor, MostProcessor),
                        Spread.Of(slow.Wall, ""),
                    ]);
                }
            }
        }

        await report.WriteTableAsync(
            "fleet-jobs",
            ["the job", "time", "÷ call", "goal", "processor time", "÷ call", "goal", "time ÷ call, actions of 1 to 2 s"],
            rows).ConfigureAwait(false);
        return isMet;
    }

    /// <summary>One job of each size.</summary>
    internal static async Task GrowthAsync(Report report)
    {
        List<string[]> rows = [];
        foreach (Way way in s_ways)
        {
            JobProcesses job = await way.StartAsync().ConfigureAwait(false);
            await using (job.ConfigureAwait(false))
            {
                await job.RunAsync(new(s_growth[0], Short, LaneConcurrency)).ConfigureAwait(false);
                foreach (int count in s_growth)
                {
                    JobCost cost = await job.RunAsync(new(count, Short, LaneConcurrency)).ConfigureAwait(false);
                    Report.Say($"growth: {way.Name}, {count} hosts: {cost}");
                    rows.Add(
                    [
                        way.Name, Text(count, "#,0"),
                        Text(cost.Wall, "0.0 's'"), Text(cost.Wall / count * 1e6, "0 'µs'"),
                        Text(cost.Processor, "0.0 's'"), Text(cost.Processor / count * 1e6, "0 'µs'"),
                        .. Memory(cost), Text((double)cost.Stored / count, "0 'bytes'"),
                    ]);
                }
            }
        }

        await report.WriteTableAsync(
            "fleet-jobs-growth",
            ["the job", "hosts", "time", "per host", "processor time", "per host", "client", "a silo", "a process of the server", "stored per host"],
            rows).ConfigureAwait(false);
    }

    /// <summary>Hosts with as much output as is kept.</summary>
    internal static async Task LargeAsync(Report report)
    {
        List<string[]> rows = [];
        foreach (Way way in s_ways)
        {
            foreach (int count in s_largeCounts)
            {
                // New ones, since memory that was used before may stay.
                JobProcesses job = await way.StartAsync().ConfigureAwait(false);
                await using (job.ConfigureAwait(false))
                {
                    JobCost cost = await job.RunAsync(new(count, Large, LaneConcurrency)).ConfigureAwait(false);
                    Report.Say($"64 KiB: {way.Name}, {count} hosts: {cost}");
                    rows.Add(
                    [
                        way.Name, Text(count, "#,0"), Text(cost.Wall, "0 's'"), .. Memory(cost),
                        Text((double)cost.Stored / count, "#,0 'bytes'"),
                        await job.ConnectionsAsync().ConfigureAwait(false) is { } connections ? Text(connections, "0") : "",
                    ]);
                }
            }
        }

        await report.WriteTableAsync(
            "fleet-jobs-memory",
            ["the job", "hosts", "time", "client", "a silo", "a process of the server", "stored per host", "connections"],
            rows).ConfigureAwait(false);
    }

    private static async Task<Ratios> TurnsAsync(JobProcesses call, JobProcesses job, string name, int hosts, string action, int rounds)
    {
        Ratios ratios = new([], [], [], []);
        // The first round is the warm-up, which compiles the code.
        for (int round = 0; round <= rounds; round++)
        {
            JobCost one = await call.RunAsync(new(hosts, action, Lanes * LaneConcurrency)).ConfigureAwait(false);
            JobCost other = await job.RunAsync(new(hosts, action, LaneConcurrency)).ConfigureAwait(false);
            Report.Say($"{name}, round {round}: {other.Wall / one.Wall:0.00} {other.Processor / one.Processor:0.00}\n  call {one}\n  job {other}");
            if (round > 0)
            {
                ratios.Seconds.Add(other.Wall);
                ratios.Wall.Add(other.Wall / one.Wall);
                ratios.ProcessorSeconds.Add(other.Processor);
                ratios.Processor.Add(other.Processor / one.Processor);
            }
        }

        return ratios;
    }

    private static string Verdict(IReadOnlyList<double> ratios, double most) =>
        Goal.Verdict(string.Create(CultureInfo.InvariantCulture, $"≤ {most:0.0}"), Spread.Median(ratios) <= most);

    // A process that is silo and client has the memory of both.
    private static string[] Memory(JobCost cost) =>
        [Megabytes(cost.RunnerMemory), .. new[] { cost.SiloMemory, cost.ServerMemory }.Select(bytes => bytes == 0 ? "" : Megabytes(bytes))];

    private static string Megabytes(long bytes) => Text(bytes / Megabyte, "0 'MB'");

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Where a job runs.</summary>
    private sealed record Way(string Name, Func<Task<JobProcesses>> StartAsync);

    /// <summary>What each turn took, and divided by what the call took.</summary>
    private sealed record Ratios(List<double> Seconds, List<double> Wall, List<double> ProcessorSeconds, List<double> Processor);
}
