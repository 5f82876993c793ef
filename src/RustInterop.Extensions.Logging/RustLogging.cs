using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RustInterop.Extensions.Logging;

/// <summary>A library whose records are logged.</summary>
internal sealed record LoggedLibrary(RustLibrary Library);

/// <summary>Logs what libraries log, from its creation until it is disposed of, at the levels that the filter rules ask for.</summary>
internal sealed class RustLogging : IDisposable
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
