using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RustInterop.Extensions.Logging;

/// <summary>Logs what one library logs, until it is disposed of.</summary>
internal sealed partial class RustRecordLogger : IDisposable
{
    private static readonly LogLevel[] s_levels =
        [LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error];

    private readonly RustLibrary _library;
    private readonly ILoggerFactory _factory;
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();
    private readonly RustLogListener _listener;
    private int _hasFailed;

    /// <param name="library">The library.</param>
    /// <param name="factory">The program's loggers.</param>
    /// <param name="requested">The most verbose level that the filter rules let through.</param>
    internal RustRecordLogger(RustLibrary library, ILoggerFactory factory, RustLogLevel requested)
    {
        _library = library;
        _factory = factory;
        _listener = library.ListenToLog(MostVerbose(requested), Write, OnError);
    }

    internal void Apply(RustLogLevel requested) => _listener.Level = MostVerbose(requested);

    public void Dispose() => _listener.Dispose();

    /// <summary>A target as a category: <c>acme_text::parser</c> is <c>acme_text.parser</c>, as rules in a configuration need it.</summary>
    internal static string Category(string target) => target.Replace("::", ".", StringComparison.Ordinal);

    // A factory of another kind, such as Serilog's, has rules of its own.
    private RustLogLevel MostVerbose(RustLogLevel requested)
    {
        ILogger logger = _factory.CreateLogger(_library.Name);
        LogLevel least = s_levels.Append(LogLevel.None).First(level => level == LogLevel.None || logger.IsEnabled(level));
        RustLogLevel enabled = RequestedLevel.OfRust(least);
        return enabled > requested ? enabled : requested;
    }

    private void Write(RustLogRecord record)
    {
        ILogger logger = _loggers.GetOrAdd(record.Target, static (target, factory) => factory.CreateLogger(Category(target)), _factory);
        LogLevel level = RequestedLevel.OfDotnet(record.Level);
        if (logger.IsEnabled(level))
        {
            logger.Log(level, default, new RustLogState(record), null, static (state, _) => state.ToString());
        }
    }

    // Once: a logger that always fails would double every record of the others.
    private void OnError(Exception exception)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
        {
            LogFailure(_factory.CreateLogger(typeof(RustRecordLogger).Namespace!), exception, _library.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A logger failed to write what the Rust library {Library} logs. Further failures are not logged.")]
    private static partial void LogFailure(ILogger logger, Exception exception, string library);
}
