using System.Runtime.InteropServices;

namespace RustInterop.Tests.Counting;

/// <summary>A library of Rust's that counts what it allocates.</summary>
internal sealed unsafe class CountedLibrary
{
    private readonly string _name;
    private readonly delegate* unmanaged[Cdecl]<long> _liveBytes;

    private CountedLibrary(string name, nint liveBytes)
    {
        _name = name;
        _liveBytes = (delegate* unmanaged[Cdecl]<long>)liveBytes;
    }

    /// <summary>What is allocated and not freed.</summary>
    internal long LiveBytes => _liveBytes();

    /// <returns>Null where it does not count, or is not there.</returns>
    internal static CountedLibrary? TryOpen(string path) =>
        NativeLibrary.TryLoad(path, out nint library)
        && NativeLibrary.TryGetExport(library, "rust_interop_live_bytes", out nint liveBytes)
            ? new CountedLibrary(Path.GetFileName(path), liveBytes)
            : null;

    public override string ToString() => $"{_name} has {LiveBytes} live bytes";
}
