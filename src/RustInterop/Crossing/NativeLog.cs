using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>The <c>rust_interop_log_*</c> functions of a library.</summary>
internal sealed unsafe class NativeLog
{
    private readonly delegate* unmanaged[Cdecl]<uint, nint, delegate* unmanaged[Cdecl]<nint, NativeLogRecord*, void>, ulong*, NativeLogStatus> _attach;
    private readonly delegate* unmanaged[Cdecl]<ulong, uint, NativeLogStatus> _setLevel;
    private readonly delegate* unmanaged[Cdecl]<ulong, void> _detach;

    internal NativeLog(LoadedLibrary library)
    {
        _attach = (delegate* unmanaged[Cdecl]<uint, nint, delegate* unmanaged[Cdecl]<nint, NativeLogRecord*, void>, ulong*, NativeLogStatus>)
            library.Export("rust_interop_log_attach");
        _setLevel = (delegate* unmanaged[Cdecl]<ulong, uint, NativeLogStatus>)library.Export("rust_interop_log_set_level");
        _detach = (delegate* unmanaged[Cdecl]<ulong, void>)library.Export("rust_interop_log_detach");
    }

    /// <param name="level">The most verbose level that is written.</param>
    /// <param name="context">What the function is called with.</param>
    /// <param name="write">Called by any thread that logs.</param>
    /// <param name="logger">Names the logger for the other functions.</param>
    internal NativeLogStatus Attach(
        uint level, nint context, delegate* unmanaged[Cdecl]<nint, NativeLogRecord*, void> write, out ulong logger)
    {
        ulong attached = 0;
        NativeLogStatus status = _attach(level, context, write, &attached);
        logger = attached;
        return status;
    }

    /// <summary>Does nothing if the logger is detached.</summary>
    internal NativeLogStatus SetLevel(ulong logger, uint level) => _setLevel(logger, level);

    /// <summary>Returns once the function of the logger has ended on all threads, unless it is called by that of a logger.</summary>
    internal void Detach(ulong logger) => _detach(logger);
}

/// <summary>A text of Rust's, which lives until the function that got it returns.</summary>
// Mirrors rust_interop_text of the header
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeText
{
    private readonly byte* _data;
    private readonly nuint _length;

    internal bool IsMissing => _data is null;

    internal ReadOnlySpan<byte> Utf8 => new(_data, checked((int)_length));
}

/// <summary>What Rust code has logged.</summary>
// Mirrors rust_interop_log_record of the header
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeLogRecord
{
    internal readonly nuint Size;
    internal readonly uint Level;
    internal readonly uint Line;
    internal readonly NativeText Target;
    internal readonly NativeText Message;
    internal readonly NativeText ModulePath;
    internal readonly NativeText File;
    internal readonly NativeText KeyValues;
}

/// <summary>What the <c>rust_interop_log_*</c> functions return.</summary>
// Mirrors rust_interop_log_status of the header
internal enum NativeLogStatus
{
    Done = 0,
    InvalidArgument = 1,
    OtherLogger = 2,
    LeftOut = 3,
    Panicked = 4,
}
