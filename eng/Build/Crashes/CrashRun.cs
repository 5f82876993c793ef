using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RustInterop.Build.Fleet;
using RustInterop.Servers;

namespace RustInterop.Build.Crashes;

/// <summary>Silos with a store, and a job on them: what one case has.</summary>
internal sealed class CrashRun : IAsyncDisposable
{
    public const int Lanes = 2;
    public const int BatchSize = 256;
    public const int BlockSize = 32;
    public const int Concurrency = 16;

    private const string Job = "job";
    private const double ActionSeconds = 0.2;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly FleetCluster _cluster;
    private readonly Step _step;
    private readonly CancellationToken _cancellation;

    public CrashRun(CrashCase crash, Step step, CancellationToken cancellation)
    {
        (_step, _cancellation) = (step, cancellation);
        _cluster = new(crash.Store, crash.Silos)
        {
            HasNetworks = crash.HasNetworks,
            Settings = new Dictionary<string, string?>
            {
                ["Fleet__Lanes"] = $"{Lanes}",
                ["Fleet__BatchSize"] = $"{BatchSize}",
                ["Fleet__BlockSize"] = $"{BlockSize}",
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        Log = new(_cluster.PathOf("log"));
    }

    public DatabaseServer? Server => _cluster.Server;

    public Networks? Networks => _cluster.Networks;

    public IReadOnlyList<Silo> Silos => _cluster.Silos;

    public ActionLog Log { get; }

    /// <summary>The hosts of the job.</summary>
    public IReadOnlyList<string> Hosts { get; private set; } = [];

    /// <summary>Starts an empty store and all silos.</summary>
    public Task StartAsync() => _cluster.StartAsync(_step).WaitAsync(_cancellation);

    public Task DelayAsync(TimeSpan time) => Task.Delay(time, _cancellation);

    /// <summary>Waits until a silo that was started again is there.</summary>
    public Task WaitUntilReadyAsync(Silo silo) => silo.WaitUntilReadyAsync(_cancellation);

    /// <summary>Starts the job. Nobody watches it.</summary>
    /// <param name="hosts">How many hosts it has.</param>
    /// <param name="seconds">How long each action takes.</param>
    public async Task StartJobAsync(int hosts, double seconds = ActionSeconds)
    {
        Hosts = [.. Enumerable.Range(0, hosts).Select(number => string.Create(CultureInfo.InvariantCulture, $"host{number}"))];
        JsonObject input = new()
        {
            ["timeout"] = 60,
            ["retries"] = 0,
            ["host_list"] = new JsonArray([.. Hosts.Select(host => JsonValue.Create(host))]),
            ["action"] = Log.Action(seconds),
            ["job_id"] = 1,
            ["transport"] = "local",
            ["concurrency"] = Concurrency,
        };
        await Silos[0].Api.StartAsync(Job, input, _cancellation);
    }

    /// <summary>Waits until a share of the hosts has begun, by the log of the actions.</summary>
    public Task WaitForBegunAsync(double share) => WaitUntilAsync(() => Log.Begun.Count >= share * Hosts.Count);

    public async Task WaitUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(Interval, _cancellation);
        }
    }

    /// <summary>Cancels the job.</summary>
    /// <returns>How long the answer took.</returns>
    public async Task<TimeSpan> CancelJobAsync(Silo silo)
    {
        Stopwatch watch = Stopwatch.StartNew();
        await silo.Api.CancelAsync(Job, _cancellation);
        return watch.Elapsed;
    }

    /// <summary>Watches the job from a silo, and goes on by any other when the connection ends, up to the end of the job.</summary>
    public async Task<IReadOnlyList<HostEnd>> WatchAsync(int silo = 0)
    {
        List<HostEnd> results = [];
        string cursor = "0";
        while (true)
        {
            try
            {
                await foreach (JobUpdate update in Silos[silo].Api.WatchAsync(Job, cursor, _cancellation))
                {
                    results.AddRange(update.Results);
                    cursor = update.Cursor;
                    if (update.Status.HasEnded && results.Count >= update.Status.Completed)
                    {
                        return results;
                    }
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // The silo is away, or the store.
            }

            silo = (silo + 1) % Silos.Count;
            await Task.Delay(Interval, _cancellation);
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
