using System.Runtime.InteropServices;
using RustInterop.Loading;

namespace RustInterop.Tests.Child;

/// <summary>What a library has handed out, and nobody has given back.</summary>
internal sealed unsafe class LiveCounts
{
    private readonly delegate* unmanaged[Cdecl]<long> _handles;
    private readonly delegate* unmanaged[Cdecl]<long> _strings;

    private LiveCounts(nint library)
    {
        _handles = (delegate* unmanaged[Cdecl]<long>)NativeLibrary.GetExport(library, "rust_interop_live_handles");
        _strings = (delegate* unmanaged[Cdecl]<long>)NativeLibrary.GetExport(library, "rust_interop_live_strings");
    }

    internal long Handles => _handles();

    internal long Strings => _strings();

    /// <summary>Those of a library beside this program.</summary>
    internal static LiveCounts Open(string name) =>
        new(NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, LibrarySearch.FileName(name))));

    public override string ToString() => $"{Handles} handles, {Strings} strings";
}
