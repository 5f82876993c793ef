using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RustInterop.Extensions.Logging;

/// <summary>A library whose records are logged.</summary>
internal sealed record LoggedLibrary(RustLibrary Library);

/// <summary>Logs what libraries log, from its creation until it is disposed of, at the levels that the filter rules ask for.</summary>
/// <remarks>
/// A host creates all its hosted services before it starts the first, and disposes of the last one first. So the services that are
/// added after this one are heard all their life.
/// </remarks>
internal sealed class RustLogging : IHostedService, IDisposable
{
    private readonly List<RustRecordLogger> _loggers = [];
    private readonly IDisposable? _onChange;

    public RustLogging(IEnumerable<LoggedLibrary> libraries, ILoggerFactory factory, IOptionsMonitor<LoggerFilterOptions> filter)
    {
        try
        {
            foreach (RustLibrary library in libraries.Select(logged => logged.Library).Distinct())
            {
                _loggers.Add(new RustRecordLogger(library, factory, RequestedLevel.Of(filter.CurrentValue)));
            }

            _onChange = filter.OnChange(Apply);
            // For a change between the two.
            Apply(filter.CurrentValue);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _onChange?.Dispose();
        foreach (RustRecordLogger logger in _loggers)
        {
            logger.Dispose();
        }
    }

    private void Apply(LoggerFilterOptions filter)
    {
        foreach (RustRecordLogger logger in _loggers)
        {
            logger.Apply(RequestedLevel.Of(filter));
        }
    }
}
