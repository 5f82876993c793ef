using RustInterop.Fleet;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Runner;

/// <summary>Begins and ends the runner and the supervisor with the silo.</summary>
/// <remarks>A silo that stops gracefully drains: it waits for what runs, as long as the host lets it.</remarks>
internal sealed class FleetService(IFleetStore store, FleetRunner runner, FleetSupervisor supervisor, IProcedureRunner procedures)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationTokenSource _end = new();
    private Task _lanes = Task.CompletedTask;
    private Task _supervision = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(FleetService), ServiceLifecycleStage.RuntimeStorageServices, OpenAsync);
        lifecycle.Subscribe(nameof(FleetService), ServiceLifecycleStage.Active, StartAsync, StopAsync);
    }

    public void Dispose()
    {
        _drain.Dispose();
        _abandon.Dispose();
        _end.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        // A silo whose Rust library does not load must not claim anything.
        await procedures.StartProcedureAsync(
            new ProcedureInput(TimeSpan.Zero, 0, [], "true", 0), cancellationToken: cancellationToken).ConfigureAwait(false);
        await store.OpenAsync().ConfigureAwait(false);
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        _lanes = runner.RunAsync(_drain.Token, _abandon.Token);
        _supervision = Task.Run(() => supervisor.RunAsync(_end.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _drain.CancelAsync().ConfigureAwait(false);
        using (cancellationToken.Register(_abandon.Cancel))
        {
            await _lanes.ConfigureAwait(false);
        }

        // Until here, what runs can be cancelled.
        await _end.CancelAsync().ConfigureAwait(false);
        await _supervision.ConfigureAwait(false);
    }
}
