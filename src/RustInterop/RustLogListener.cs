using System.Diagnostics.CodeAnalysis;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>Passes on what a library's Rust code logs, until it is disposed. Thread-safe.</summary>
/// <seealso cref="RustLibrary.ListenToLog"/>
public sealed class RustLogListener : IDisposable
{
    private readonly Logger _logger;
    private volatile RustLogLevel _level;

    private RustLogListener(Logger logger, RustLogLevel level)
    {
        _logger = logger;
        _level = level;
    }

    /// <summary>The most verbose level that is passed on. Rust makes no record beyond it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a level.</exception>
    public RustLogLevel Level
    {
        get => _level;
        set
        {
            ThrowIfUnknown(value, nameof(value));
            _level = value;
            _logger.SetLevel((uint)value);
        }
    }

    /// <summary>
    /// Stops. When this returns, the handler is not running and is never called again. If the handler itself calls this, it does
    /// not wait for what runs on other threads. You can call it any number of times.
    /// </summary>
    public void Dispose() => _logger.Detach();

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a level.</exception>
    /// <exception cref="InvalidOperationException">The library's code has installed a logger of its own.</exception>
    /// <exception cref="NotSupportedException">The library is built without logging.</exception>
    internal static RustLogListener Start(
        LoadedLibrary library, RustLogLevel level, Action<RustLogRecord> handler, Action<Exception>? onError)
    {
        ThrowIfUnknown(level, nameof(level));
        Logger logger = new(library, handler, onError);
        NativeLogStatus status = logger.Attach((uint)level);
        return status == NativeLogStatus.Done
            ? new RustLogListener(logger, level)
            : throw NotAttached(library.Path, status);
    }

    private static Exception NotAttached(string path, NativeLogStatus status) => status switch
    {
        NativeLogStatus.OtherLogger => new InvalidOperationException(
            $"The Rust code of {path} has installed a logger of its own, so .NET cannot get what it logs: log::set_logger works "
            + "once. Remove that logger, such as a call of env_logger::init."),
        NativeLogStatus.LeftOut => new NotSupportedException(
            $"{path} is built without the feature `log` of rust-interop. Add it to the features of that dependency in Cargo.toml."),
        _ => new RustException($"{path} did not attach a logger: {status}."),
    };

    private static void ThrowIfUnknown(RustLogLevel level, string parameter)
    {
        if (!Enum.IsDefined(level))
        {
            throw new ArgumentOutOfRangeException(parameter, level, "There is no such level.");
        }
    }

    private sealed class Logger(LoadedLibrary library, Action<RustLogRecord> handler, Action<Exception>? onError)
        : AttachedLogger(library)
    {
        [SuppressMessage(
            "Design",
            "CA1031:Do not catch general exception types",
            Justification = "No exception may reach Rust. The user's function for errors gets it.")]
        private protected override void Write(in NativeLogRecord record)
        {
            try
            {
                handler(RustLogReader.Read(in record));
            }
            catch (Exception exception)
            {
                Report(exception);
            }
        }

        [SuppressMessage(
            "Design",
            "CA1031:Do not catch general exception types",
            Justification = "No exception may reach Rust, and the function for exceptions has thrown this one.")]
        private void Report(Exception exception)
        {
            try
            {
                onError?.Invoke(exception);
            }
            catch (Exception)
            {
            }
        }
    }
}
