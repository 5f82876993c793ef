using Microsoft.Extensions.Logging;

namespace RustInterop.Extensions.Logging;

/// <summary>The levels of Rust and of .NET.</summary>
internal static class RequestedLevel
{
    /// <summary>The most verbose level that filter rules let through for any category and provider.</summary>
    internal static RustLogLevel Of(LoggerFilterOptions filter)
    {
        IEnumerable<LogLevel> levels = filter.Rules.Select(rule => rule.LogLevel ?? LogLevel.Trace);
        // Where a rule is for everything, the least level of all never decides.
        bool isDecided = filter.Rules.Any(rule => string.IsNullOrEmpty(rule.ProviderName) && string.IsNullOrEmpty(rule.CategoryName));
        return OfRust((isDecided ? levels : levels.Append(filter.MinLevel)).Min());
    }

    /// <summary>The most verbose level of Rust that a least level of .NET lets through.</summary>
    internal static RustLogLevel OfRust(LogLevel least) => least switch
    {
        LogLevel.Trace => RustLogLevel.Trace,
        LogLevel.Debug => RustLogLevel.Debug,
        LogLevel.Information => RustLogLevel.Info,
        LogLevel.Warning => RustLogLevel.Warn,
        LogLevel.Error => RustLogLevel.Error,
        _ => RustLogLevel.Off,
    };

    internal static LogLevel OfDotnet(RustLogLevel level) => level switch
    {
        RustLogLevel.Error => LogLevel.Error,
        RustLogLevel.Warn => LogLevel.Warning,
        RustLogLevel.Info => LogLevel.Information,
        RustLogLevel.Debug => LogLevel.Debug,
        RustLogLevel.Trace => LogLevel.Trace,
        _ => LogLevel.None,
    };
}
