using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RustInterop.Extensions.Logging;

/// <summary>Has a host start <see cref="RustLogging"/> before its services start, so that it loses none of their records.</summary>
internal sealed class RustLoggingService(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        services.StartRustLogging();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
