using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace RustInterop.Native;

/// <summary>Compares what a library says it is with what this assembly was made for.</summary>
internal static class Handshake
{
    internal const uint AbiVersion = 1;

    /// <summary>The version of this package, which the crate shares.</summary>
    internal static string Version { get; } = ReadVersion();

    /// <exception cref="RustLibraryLoadException">The library is another version, or another library.</exception>
    internal static unsafe void Check(nint library, string path)
    {
        if (!NativeLibrary.TryGetExport(library, "rust_interop_abi_version", out nint abiVersion)
            || !NativeLibrary.TryGetExport(library, "rust_interop_version", out nint version))
        {
            throw RustLibraryLoadException.NotRustInterop(path);
        }

        uint foundAbi = ((delegate* unmanaged[Cdecl]<uint>)abiVersion)();
        byte* text = ((delegate* unmanaged[Cdecl]<byte*>)version)();
        string found = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        if (foundAbi != AbiVersion || found != Version)
        {
            throw RustLibraryLoadException.OtherVersion(path, foundAbi, found);
        }
    }

    // The SDK adds the commit after a plus sign.
    private static string ReadVersion() =>
        typeof(Handshake).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
