using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>The exports of tests/crates/equipment that the built-in library does not have.</summary>
[SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "The names are those of the Rust functions.")]
[SuppressMessage(
    "Security",
    "CA5393:Do not use unsafe DllImportSearchPath value",
    Justification = "The library that RustInterop has loaded is beside this program.")]
internal static partial class CountingLibrary
{
    private const string Library = "rust_interop";

    /// <summary>Leaks on purpose, to check that the count finds it.</summary>
    internal static void Leak()
    {
        if (!rust_interop_plant_fault("leak\0"u8))
        {
            throw new InvalidOperationException("The library has no planted leak.");
        }
    }

    internal static Task LeakAsync()
    {
        Leak();
        return Task.CompletedTask;
    }

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    internal static partial long rust_interop_live_bytes();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    internal static partial long rust_interop_allocations();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    [return: MarshalAs(UnmanagedType.U1)]
    private static partial bool rust_interop_plant_fault(ReadOnlySpan<byte> name);
}
