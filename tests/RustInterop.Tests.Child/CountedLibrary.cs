using System.Runtime.InteropServices;
using System.Text;

namespace RustInterop.Tests.Child;

/// <summary>A Rust library that counts its allocations, with tests/crates/counting-allocator. Benchmarks use it too.</summary>
internal sealed unsafe class CountedLibrary
{
    private readonly string _name;
    private readonly nint _library;
    private readonly delegate* unmanaged[Cdecl]<long> _liveBytes;
    private readonly delegate* unmanaged[Cdecl]<long> _allocations;

    private CountedLibrary(string path, nint library)
    {
        _name = Path.GetFileName(path);
        _library = library;
        _liveBytes = (delegate* unmanaged[Cdecl]<long>)NativeLibrary.GetExport(library, "rust_interop_live_bytes");
        _allocations = (delegate* unmanaged[Cdecl]<long>)NativeLibrary.GetExport(library, "rust_interop_allocations");
    }

    /// <summary>The bytes that are allocated and not freed.</summary>
    internal long LiveBytes => _liveBytes();

    /// <summary>How often it has allocated.</summary>
    internal long Allocations => _allocations();

    /// <returns>Null if it is not there, or does not count.</returns>
    internal static CountedLibrary? TryOpen(string path) =>
        NativeLibrary.TryLoad(path, out nint library) && NativeLibrary.TryGetExport(library, "rust_interop_live_bytes", out _)
            ? new CountedLibrary(path, library)
            : null;

    /// <summary>Commits a memory fault on purpose, so that a tool can show that it sees it.</summary>
    /// <returns>Whether the library knows the fault; tests/crates/equipment knows some.</returns>
    internal bool TryPlant(string fault)
    {
        if (!NativeLibrary.TryGetExport(_library, "rust_interop_plant_fault", out nint plant))
        {
            return false;
        }

        fixed (byte* name = Encoding.UTF8.GetBytes($"{fault}\0"))
        {
            return ((delegate* unmanaged[Cdecl]<byte*, byte>)plant)(name) != 0;
        }
    }

    public override string ToString() => $"{_name} has {LiveBytes} live bytes";
}
