using System.Diagnostics;
using System.Globalization;
using RustInterop.Build.Fleet;

namespace RustInterop.Build.Crashes;

/// <summary>All cases of the crash matrix.</summary>
internal static class CrashCases
{
    private const int Silos = 3;

    private const double PartitionedActionSeconds = 0.5;

    private static readonly TimeSpan StoreAway = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostCancel = TimeSpan.FromSeconds(1);

    // After a process wakes up, the others have long given its work away; it finds out with its next write.
    private static readonly TimeSpan AfterThaw = TimeSpan.FromSeconds(10);

    // A silo is declared dead after three probes of a second that failed, and votes. The rest has to go on within 5 s of that.
    private static readonly TimeSpan MostRecovery = TimeSpan.FromSeconds(15);

    public static IReadOnlyList<CrashCase> All { get; } =
    [
        new(FleetStore.Sqlite, "kill", 1, KillAllAsync),
        new(FleetStore.Sqlite, "terminate", 1, TerminateAndStartAsync),
        new(FleetStore.Sqlite, "cancel", 1, CancelAsync),
        .. OnServer(FleetStore.PostgreSql),
        .. OnServer(FleetStore.Redis),
    ];

    private static IEnumerable<CrashCase> OnServer(FleetStore store) =>
    [
        new(store, "kill-one", Silos, KillOneAsync),
        new(store, "kill-each", Silos, KillEachAsync),
        new(store, "kill-all", Silos, KillAllAsync),
        new(store, "freeze", Silos, FreezeAsync),
        new(store, "terminate", Silos, TerminateAsync),
        new(store, "store-away", Silos, StoreAwayAsync),
        new(store, "partition", Silos, PartitionAsync) { HasNetworks = true },
        new(store, "cancel", Silos, CancelAsync),
        new(store, "recovery", Silos, RecoverAsync),
        new(store, "watchers", Silos, WatchersAsync),
    ];

    private static async Task<Verdict> KillOneAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts);
        await run.WaitForBegunAsync(0.4);
        await run.Silos[^1].KillAsync();
        return Verdict.Of(await CheckLostAsync(run, deaths: 1));
    }

    /// <summary>One after another, so one of them is the process that clients of the job talked to.</summary>
    private static async Task<Verdict> KillEachAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts);
        for (int silo = 0; silo < run.Silos.Count; silo++)
        {
            await run.WaitForBegunAsync(0.2 * (silo + 1));
            await run.Silos[silo].KillAsync();
            await run.Silos[silo].StartAgainAsync();
            await run.WaitUntilReadyAsync(run.Silos[silo]);
        }

        return Verdict.Of(await CheckLostAsync(run, deaths: run.Silos.Count));
    }

    /// <summary>Twice.</summary>
    private static async Task<Verdict> KillAllAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts);
        foreach (double share in (double[])[0.3, 0.6])
        {
            await run.WaitForBegunAsync(share);
            await Task.WhenAll(run.Silos.Select(silo => silo.KillAsync()));
            await Task.WhenAll(run.Silos.Select(silo => silo.StartAgainAsync()));
        }

        return Verdict.Of(await CheckLostAsync(run, deaths: 2 * run.Silos.Count));
    }

    private static async Task<Verdict> FreezeAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts);
        await run.WaitForBegunAsync(0.4);
        Silo frozen = run.Silos[^1];
        frozen.Signal("STOP");
        Promises promises = await CheckLostAsync(run, deaths: 1);
        int begun = run.Log.Begun.Count;
        frozen.Signal("CONT");
        await run.DelayAsync(AfterThaw);
        int zombies = run.Log.Begun.Count - begun;
        promises.Expect(zombies == 0, $"{zombies} hosts began after the end of the job");
        return Verdict.Of(promises, $"began after the end: {zombies}");
    }

    private static async Task<Verdict> TerminateAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts);
        await run.WaitForBegunAsync(0.4);
        run.Silos[^1].Signal("TERM");
        return await CheckTerminatedAsync(run);
    }

    private static async Task<Verdict> TerminateAndStartAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts);
        await run.WaitForBegunAsync(0.4);
        run.Silos[0].Signal("TERM");
        int exitCode = await run.Silos[0].WaitForExitAsync();
        await run.Silos[0].StartAgainAsync();
        Promises promises = await CheckSucceededAsync(run);
        promises.Expect(exitCode == 0, $"exit code {exitCode}");
        return Verdict.Of(promises);
    }

    private static async Task<Verdict> CheckTerminatedAsync(CrashRun run)
    {
        int exitCode = await run.Silos[^1].WaitForExitAsync();
        Promises promises = await CheckSucceededAsync(run);
        promises.Expect(exitCode == 0, $"exit code {exitCode}");
        return Verdict.Of(promises);
    }

    private static async Task<Verdict> StoreAwayAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts);
        await run.WaitForBegunAsync(0.4);
        await run.Server!.StopAsync();
        await run.DelayAsync(StoreAway);
        await run.Server!.StartAgainAsync();
        return Verdict.Of(await CheckSucceededAsync(run));
    }

    /// <summary>
    /// A silo is cut off from the others until the job has ended, but reaches the store. The job takes longer than the others need to
    /// hold it for dead.
    /// </summary>
    private static async Task<Verdict> PartitionAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts, PartitionedActionSeconds);
        await run.WaitForBegunAsync(0.2);
        await run.Networks!.CutAsync(run.Silos.Count - 1);
        Promises promises = await CheckLostAsync(run, deaths: 1);
        await run.Networks.JoinAsync(run.Silos.Count - 1);
        return Verdict.Of(promises, run.Silos[^1].HasExited ? "the one cut off ended itself" : "all remained");
    }

    private static async Task<Verdict> CancelAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts);
        await run.WaitForBegunAsync(0.4);
        TimeSpan answer = await run.CancelJobAsync(run.Silos[^1]);
        Stopwatch watch = Stopwatch.StartNew();
        Promises promises = await CheckAsync(run);
        TimeSpan end = watch.Elapsed;
        promises.ExpectOnly("succeeded", "cancelled", "not_started");
        promises.Expect(answer <= MostCancel, $"the cancel was answered after {Seconds(answer)}");
        return Verdict.Of(promises, $"answered in {Seconds(answer)}, over in {Seconds(end)}");
    }

    /// <summary>A job of one batch, whose process is killed while nobody watches: another process has to run the rest.</summary>
    private static async Task<Verdict> RecoverAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(Math.Min(hosts, CrashRun.BatchSize));
        await run.WaitForBegunAsync(0.2);
        Silo owner = run.Silos.Single(silo => silo.ProcessId == run.Log.Begun[0].Process);
        // An action that just starts when its silo dies has another parent.
        int[] others = [.. run.Silos.Where(silo => silo != owner).Select(silo => silo.ProcessId)];
        Stopwatch watch = Stopwatch.StartNew();
        await owner.KillAsync();
        await run.WaitUntilAsync(() => run.Log.Begun.Any(begin => others.Contains(begin.Process)));
        TimeSpan recovery = watch.Elapsed;
        Promises promises = await CheckLostAsync(run, deaths: 1);
        promises.Expect(recovery <= MostRecovery, $"the rest began {Seconds(recovery)} after the kill");
        return Verdict.Of(promises, $"the rest began {Seconds(recovery)} after the kill");
    }

    private static async Task<Verdict> WatchersAsync(CrashRun run, int hosts)
    {
        await run.StartJobAsync(hosts);
        Task<IReadOnlyList<HostEnd>>[] watchers = [run.WatchAsync(0), run.WatchAsync(run.Silos.Count - 1)];
        await run.WaitForBegunAsync(0.4);
        await run.Silos[^1].KillAsync();
        IReadOnlyList<HostEnd>[] seen = [.. await Task.WhenAll(watchers), await run.WatchAsync(1)];
        Promises promises = new(run, seen[0]);
        promises.Check();
        promises.ExpectLost(deaths: 1);
        promises.Expect(seen.All(one => one.SequenceEqual(seen[0])), "the watchers have not seen the same");
        return Verdict.Of(promises, "two watchers and a late one");
    }

    private static async Task<Promises> CheckLostAsync(CrashRun run, int deaths)
    {
        Promises promises = await CheckAsync(run);
        promises.ExpectLost(deaths);
        return promises;
    }

    private static async Task<Promises> CheckSucceededAsync(CrashRun run)
    {
        Promises promises = await CheckAsync(run);
        promises.ExpectOnly("succeeded");
        return promises;
    }

    /// <summary>Waits for the end of the job.</summary>
    private static async Task<Promises> CheckAsync(CrashRun run)
    {
        Promises promises = new(run, await run.WatchAsync());
        promises.Check();
        return promises;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
