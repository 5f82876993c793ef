using System.Runtime.InteropServices;

namespace RustInterop.Tests.Counting;

/// <summary>A Rust library that counts its allocations.</summary>
internal sealed unsafe class CountedLibrary
{
    private readonly string _name;
    private readonly delegate* unmanaged[Cdecl]<long> _liveBytes;

    private CountedLibrary(string name, nint liveBytes)
    {
        _name = name;
        _liveBytes = (delegate* unmanaged[Cdecl]<long>)liveBytes;
    }

    /// <summary>The bytes allocated and not freed.</summary>
    internal long LiveBytes => _liveBytes();

    /// <returns>Null if the library does not exist or does not count.</returns>
    internal static CountedLibrary? TryOpen(string path) =>
        NativeLibrary.TryLoad(path, out nint library)
        && NativeLibrary.TryGetExport(library, "rust_interop_live_bytes", out nint liveBytes)
            ? new CountedLibrary(Path.GetFileName(path), liveBytes)
            : null;

    public override string ToString() => $"{_name} has {LiveBytes} live bytes";
}
