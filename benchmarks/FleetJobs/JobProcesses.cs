using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using RustInterop.Servers;

namespace RustInterop.Benchmarks.FleetJobs;

/// <summary>The processes that run an action on many hosts in one of several ways. They end with this process.</summary>
internal sealed class JobProcesses : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly GuardedFolder _folder = new();
    private readonly List<GuardedProcess> _silos = [];
    private PostgreSqlServer? _server;
    private Process? _runner;

    private string File => _folder.PathOf("fleet.db");

    private IEnumerable<int> Ids =>
        [.. _silos.Select(silo => silo.Id), .. _server is null ? [] : new[] { _server.ProcessId }, _runner!.Id];

    /// <summary>A process that calls Rust.</summary>
    internal static Task<JobProcesses> CallAsync() => StartAsync(processes => processes.StartRunnerAsync("call", "", 0));

    /// <summary>A process that is silo and client, with a file.</summary>
    internal static Task<JobProcesses> FileAsync(int lanes) =>
        StartAsync(processes => processes.StartRunnerAsync("file", processes.File, lanes));

    /// <summary>Silos with PostgreSQL, and a client.</summary>
    /// <param name="silos">How many.</param>
    /// <param name="lanes">How many each has.</param>
    internal static Task<JobProcesses> PostgreSqlAsync(int silos, int lanes) => StartAsync(async processes =>
    {
        processes._server = await PostgreSqlServer.StartAsync().ConfigureAwait(false);
        string database = processes._server.ConnectionString;
        for (int number = 0; number < silos; number++)
        {
            processes._silos.Add(GuardedProcess.Start(
                [Environment.ProcessPath!, "silo", database, Text(lanes)], endSignal: "KILL"));
        }

        foreach (GuardedProcess silo in processes._silos)
        {
            await silo.WaitForOutputAsync(JobRunner.Ready, Patience).ConfigureAwait(false);
        }

        await processes.StartRunnerAsync("client", database, 0).ConfigureAwait(false);
    });

    /// <summary>Does the work.</summary>
    internal async Task<JobCost> RunAsync(JobWork work)
    {
        foreach (int process in Ids)
        {
            // From now on, the most memory is that of this work.
            await System.IO.File.WriteAllTextAsync($"/proc/{process}/clear_refs", "5").ConfigureAwait(false);
        }

        long stored = await StoredBytesAsync().ConfigureAwait(false);
        double[] before = [.. Ids.Select(ProcessTree.ProcessorSeconds)];
        await _runner!.StandardInput.WriteLineAsync(JsonSerializer.Serialize(work)).ConfigureAwait(false);
        double wall = double.Parse(await AnswerAsync().ConfigureAwait(false), CultureInfo.InvariantCulture);
        double[] after = [.. Ids.Select(ProcessTree.ProcessorSeconds)];
        return new(
            wall,
            after.Sum() - before.Sum(),
            _server is null ? 0 : after[_silos.Count] - before[_silos.Count],
            ProcessTree.MostMemory(_runner.Id),
            _silos.Count == 0 ? 0 : _silos.Max(silo => ProcessTree.MostMemory(silo.Id)),
            _server is null ? 0 : ProcessTree.MostMemoryOfAny(_server.ProcessId),
            await StoredBytesAsync().ConfigureAwait(false) - stored);
    }

    /// <summary>How many connections the silos and the client have to the server; null if there is none.</summary>
    internal async Task<long?> ConnectionsAsync() => _server is null ? null
        : await AskAsync("select count(*) - 1 from pg_stat_activity where backend_type = 'client backend'").ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (_runner is not null)
        {
            _runner.StandardInput.Close();
            await _runner.WaitForExitAsync().ConfigureAwait(false);
            _runner.Dispose();
        }

        foreach (GuardedProcess silo in _silos)
        {
            await silo.DisposeAsync().ConfigureAwait(false);
        }

        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        await _folder.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<JobProcesses> StartAsync(Func<JobProcesses, Task> start)
    {
        JobProcesses processes = new();
        try
        {
            await start(processes).ConfigureAwait(false);
            return processes;
        }
        catch
        {
            await processes.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task StartRunnerAsync(string place, string store, int lanes)
    {
        _runner = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["runner", place, store, Text(lanes)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await AnswerAsync().ConfigureAwait(false);
    }

    private async Task<string> AnswerAsync() => await _runner!.StandardOutput.ReadLineAsync().ConfigureAwait(false)
        ?? throw new InvalidOperationException("The process that runs the work has ended.");

    private async Task<long> StoredBytesAsync() =>
        _server is not null ? await AskAsync("select pg_database_size(current_database())").ConfigureAwait(false)
            : new[] { File, $"{File}-wal" }.Where(System.IO.File.Exists).Sum(file => new FileInfo(file).Length);

    private async Task<long> AskAsync(string sql)
    {
        NpgsqlDataSource database = NpgsqlDataSource.Create($"{_server!.ConnectionString};Pooling=false");
        await using (database.ConfigureAwait(false))
        {
#pragma warning disable CA2100 // All statements are constants.
            NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
            await using (command.ConfigureAwait(false))
            {
                return (long)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What the work cost.</summary>
/// <param name="Wall">Seconds, for the one who wants the results.</param>
/// <param name="Processor">Seconds of all processes: actions, silos, client and server.</param>
/// <param name="ServerProcessor">Seconds of the server's.</param>
/// <param name="RunnerMemory">The most bytes of resident memory of the process that gets the results.</param>
/// <param name="SiloMemory">That of the silo that had most.</param>
/// <param name="ServerMemory">That of the process of the server that had most, with the memory that all of them share.</param>
/// <param name="Stored">By how many bytes the store has grown.</param>
internal sealed record JobCost(
    double Wall, double Processor, double ServerProcessor, long RunnerMemory, long SiloMemory, long ServerMemory, long Stored);
