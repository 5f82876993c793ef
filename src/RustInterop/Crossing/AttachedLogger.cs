using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace RustInterop.Crossing;

/// <summary>Gets what a library logs, until it is detached. Thread-safe.</summary>
internal abstract unsafe class AttachedLogger
{
    // Rust gets a key. Unlike a GC handle, it does no harm in a call that began before the end and looks it up after it.
    private static readonly ConcurrentDictionary<nint, AttachedLogger> s_attached = new();
    private static int s_lastKey;

    private readonly NativeLog _log;
    private readonly nint _key = Interlocked.Increment(ref s_lastKey);
    private ulong _logger;

    private protected AttachedLogger(LoadedLibrary library) => _log = new NativeLog(library);

    /// <summary>Attaches it, once.</summary>
    internal NativeLogStatus Attach(uint level)
    {
        s_attached[_key] = this;
        NativeLogStatus status = _log.Attach(level, _key, &OnWrite, out _logger);
        if (status != NativeLogStatus.Done)
        {
            s_attached.TryRemove(_key, out _);
        }
        else if (OwnContext() is { } context)
        {
            context.Unloading += OnUnloading;
        }

        return status;
    }

    internal void SetLevel(uint level) => _log.SetLevel(_logger, level);

    /// <summary>
    /// When this returns, <see cref="Write"/> is not running and is never called again. If it is called from a <see cref="Write"/>, it
    /// does not wait for those that run.
    /// </summary>
    internal void Detach()
    {
        if (s_attached.TryRemove(_key, out _) && OwnContext() is { } context)
        {
            context.Unloading -= OnUnloading;
        }

        _log.Detach(_logger);
    }

    /// <summary>Runs on the thread that logs, also several times at once. Must not throw.</summary>
    private protected abstract void Write(in NativeLogRecord record);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnWrite(nint key, NativeLogRecord* record)
    {
        if (s_attached.TryGetValue(key, out AttachedLogger? logger))
        {
            logger.Write(in *record);
        }
    }

    // Rust must not call code that is unloaded.
    private static AssemblyLoadContext? OwnContext() =>
        AssemblyLoadContext.GetLoadContext(typeof(AttachedLogger).Assembly) is { IsCollectible: true } context ? context : null;

    private void OnUnloading(AssemblyLoadContext context) => Detach();
}
