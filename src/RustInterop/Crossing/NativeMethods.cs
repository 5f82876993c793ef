using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using RustInterop.Loading;

namespace RustInterop.Crossing;

/// <summary>The C functions of native/include/rust_interop.h, under their own names.</summary>
[SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "The names are those of the C header.")]
internal static partial class NativeMethods
{
    internal const string Library = "rust_interop";

    [SuppressMessage(
        "Performance",
        "CA1810:Initialize reference type static fields inline",
        Justification = "Nothing is initialised: the resolver must be registered before the first call below is bound.")]
    static NativeMethods() => NativeLibraryResolver.Register(Library);

    /// <summary>Only <see cref="BuiltInLibrary"/> calls this function and the next.</summary>
    [LibraryImport(Library)]
    internal static partial uint rust_interop_abi_version();

    [LibraryImport(Library)]
    internal static partial nint rust_interop_version();

    /// <param name="text">NUL-terminated UTF-8.</param>
    [LibraryImport(Library)]
    internal static partial PrintStatus print_string(ReadOnlySpan<byte> text);

    [LibraryImport(Library)]
    internal static partial PrintStatus print_int(in int value);

    /// <param name="inputJson">NUL-terminated UTF-8.</param>
    /// <returns>A string, owned by a <see cref="RustString"/>.</returns>
    [LibraryImport(Library)]
    internal static partial nint start_procedure(ReadOnlySpan<byte> inputJson);

    /// <param name="inputJson">NUL-terminated UTF-8; copied.</param>
    /// <param name="callbacks">Copied. What it points to must live until the call has completed.</param>
    /// <returns>A call, owned by a <see cref="CallHandle"/>.</returns>
    [LibraryImport(Library)]
    internal static partial nint start_procedure_async(ReadOnlySpan<byte> inputJson, in Callbacks callbacks);

    [LibraryImport(Library)]
    internal static partial void rust_interop_cancel(nint call);

    [LibraryImport(Library)]
    internal static partial void rust_interop_drain(nint call);

    [LibraryImport(Library)]
    internal static partial void rust_interop_release(nint call);

    [LibraryImport(Library)]
    internal static partial void free_mem(nint text);

    [LibraryImport(Library)]
    internal static partial void rust_interop_keep(nint text);

    /// <returns>0, or 1 if the handle stands for nothing.</returns>
    [LibraryImport(Library)]
    internal static partial int rust_interop_drop(ulong handle);

    /// <param name="data">Pinned until the handle is dropped.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>The handle; 0 if there are too many.</returns>
    [LibraryImport(Library)]
    internal static partial ulong rust_interop_lend(nint data, nuint length);

    /// <returns>Where the bytes are; 0 if the handle is not one of bytes.</returns>
    [LibraryImport(Library)]
    internal static partial nint rust_interop_bytes(ulong handle, out nuint length);

    [LibraryImport(Library)]
    internal static partial long rust_interop_live_strings();
}

/// <summary>How a long-running call reports to its caller. Mirrors <c>rust_interop_callbacks</c> of the header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Callbacks
{
    internal nint Context;
    internal delegate* unmanaged[Cdecl]<nint, nint, void> Progress;
    internal delegate* unmanaged[Cdecl]<nint, nint, void> Completed;
    internal delegate* unmanaged[Cdecl]<nint, nint, void> Schedule;
}

/// <summary>What <c>print_string</c> and <c>print_int</c> return.</summary>
// Mirrors native/src/print.rs
internal enum PrintStatus
{
    Done = 0,
    NullPointer = 1,
    InvalidUtf8 = 2,
    NotWritable = 3,
    Panicked = 4,
}
