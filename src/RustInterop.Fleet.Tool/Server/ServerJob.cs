using System.Globalization;

namespace RustInterop.Fleet.Tool.Server;

/// <summary>A job on a FleetServer, shown as a run from here is.</summary>
internal sealed class ServerJob(ServerConnection server, string id) : IDisposable
{
    public void Dispose() => server.Dispose();

    /// <summary>Starts the job and watches it to its end. Ctrl-C cancels it; whatever else ends this process does not.</summary>
    /// <exception cref="InvalidDataException">A report cannot be written, so nothing was run.</exception>
    /// <exception cref="ServerException">The server refuses, or does not answer.</exception>
    public async Task<int> RunAsync(ProcedureInput input, HostList hosts, Reports reports)
    {
        reports.Open();
        using Interrupt interrupt = Interrupt.ByCtrlC();
        // Whether a start that is given up has started the job would not be known, and nobody would cancel it.
        await server.StartAsync(id, input, CancellationToken.None).ConfigureAwait(false);
        StandardStreams.Say($"fleet: the job is {Printable.Line(id)}; it goes on without fleet, and --watch shows it again");
        return await ShowAsync(input.HostList, input.JobId, hosts.Name, reports, interrupt).ConfigureAwait(false);
    }

    /// <summary>Watches a job to its end, and never cancels it.</summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async Task<int> WatchAsync(int jobId, Reports reports)
    {
        reports.Open();
        using Interrupt interrupt = Interrupt.ByNone();
        string[] hosts = await server.ReadHostsAsync(id, CancellationToken.None).ConfigureAwait(false);
        return await ShowAsync(hosts, jobId, host => host, reports, interrupt).ConfigureAwait(false);
    }

    private async Task<int> ShowAsync(
        IReadOnlyList<string> hosts, int jobId, Func<string, string> name, Reports reports, Interrupt interrupt)
    {
        RunProgress progress = new(hosts.Count) { KnowsStarts = false };
        return await FleetRun.ShowAsync(progress, name, reports, interrupt, async (named, say) =>
        {
            using CancellationTokenSource ended = new();
            Task cancelling = CancelWithAsync(interrupt.Token, ended.Token);
            try
            {
                return await ReadAsync(hosts, jobId, named, say).ConfigureAwait(false);
            }
            finally
            {
                await ended.CancelAsync().ConfigureAwait(false);
                await cancelling.ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private async Task<EndedRun> ReadAsync(
        IReadOnlyList<string> hosts, int jobId, NamedHosts progress, Action<string> say)
    {
        Dictionary<string, HostResult> results = [];
        JobStatus? status = null;
        await foreach (JobUpdate update in server.WatchAsync(id, isLost => say(Connection(isLost)), CancellationToken.None)
            .ConfigureAwait(false))
        {
            if (status is not null && status.Created != update.Status.Created)
            {
                throw new ServerException($"The job {id} was deleted, and another one has its id.", hasStarted: true);
            }

            status = update.Status;
            foreach (HostResult result in update.Results)
            {
                results[result.Host] = result;
                // As without a server, where hosts that did not start have no progress.
                if (result.Outcome != HostOutcome.NotStarted)
                {
                    progress.Report(new ProcedureProgress(results.Count, hosts.Count, result));
                }
            }
        }

        return new(Output(hosts, jobId, results, status!.IsCancelled), status.Ended!.Value - status.Created);
    }

    private ProcedureOutput Output(
        IReadOnlyList<string> hosts, int jobId, Dictionary<string, HostResult> results, bool isCancelled)
    {
        if (!hosts.All(results.ContainsKey))
        {
            throw new ServerException($"{server.Url} has not sent a result for each host.", hasStarted: true);
        }

        HostResult[] inOrder = [.. hosts.Select(host => results[host])];
        string[] failed = [.. inOrder.Where(result => Outcomes.IsFailure(result.Outcome)).Select(result => result.Host)];
        string message = string.Create(CultureInfo.InvariantCulture, $"{failed.Length} {(failed.Length == 1 ? "host" : "hosts")} failed");
        return new(jobId, isCancelled ? ProcedureResult.Cancelled : ProcedureResult.Success, message, failed, inOrder);
    }

    private string Connection(bool isLost) =>
        isLost ? $"{server.Url} does not answer. The job goes on; trying again." : $"{server.Url} answers again.";

    private async Task CancelWithAsync(CancellationToken cancel, CancellationToken ended)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancel, ended);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancel.IsCancellationRequested)
        {
            await server.CancelAsync(id, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
