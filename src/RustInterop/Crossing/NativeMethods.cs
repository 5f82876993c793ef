using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using RustInterop.Loading;

namespace RustInterop.Crossing;

/// <summary>The C functions of native/include/rust_interop.h, by their own names.</summary>
[SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "The names are those of the C header.")]
internal static partial class NativeMethods
{
    internal const string Library = "rust_interop";

    [SuppressMessage(
        "Performance",
        "CA1810:Initialize reference type static fields inline",
        Justification = "Nothing is initialised: the resolver has to be there before the first call below is bound.")]
    static NativeMethods() => NativeLibraryResolver.Register(Library);

    /// <summary>For <see cref="BuiltInLibrary"/> alone, as is the next.</summary>
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
    /// <returns>A string for <see cref="RustString"/>.</returns>
    [LibraryImport(Library)]
    internal static partial nint start_procedure(ReadOnlySpan<byte> inputJson);

    /// <param name="inputJson">NUL-terminated UTF-8; copied.</param>
    /// <param name="callbacks">Copied; what it points to has to live until the call has completed.</param>
    /// <returns>A call for <see cref="CallHandle"/>.</returns>
    [LibraryImport(Library)]
    internal static partial nint start_procedure_async(ReadOnlySpan<byte> inputJson, in Callbacks callbacks);

    [LibraryImport(Library)]
    internal static partial void rust_interop_cancel(nint call);

    [LibraryImport(Library)]
    internal static partial void rust_interop_release(nint call);

    [LibraryImport(Library)]
    internal static partial void free_mem(nint text);

    [LibraryImport(Library)]
    internal static partial long rust_interop_live_strings();
}
