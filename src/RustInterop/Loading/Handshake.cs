using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace RustInterop.Loading;

/// <summary>Checks that a library matches this assembly.</summary>
internal static class Handshake
{
    internal const uint AbiVersion = 2;

    /// <summary>The version of this package and of its crate.</summary>
    internal static string Version { get; } = ReadVersion();

    /// <exception cref="RustLibraryLoadException">The library has another ABI, or is not a RustInterop library.</exception>
    internal static unsafe void Check(nint library, string path)
    {
        if (!NativeLibrary.TryGetExport(library, "rust_interop_abi_version", out nint abiVersion)
            || !NativeLibrary.TryGetExport(library, "rust_interop_version", out nint version))
        {
            throw LoadErrors.NotRustInterop(path);
        }

        Check(((delegate* unmanaged[Cdecl]<uint>)abiVersion)(), ((delegate* unmanaged[Cdecl]<nint>)version)(), path);
    }

    /// <param name="abiVersion">What its <c>rust_interop_abi_version</c> returned.</param>
    /// <param name="version">What its <c>rust_interop_version</c> returned, for the error message.</param>
    /// <param name="library">What the error message calls the library.</param>
    /// <exception cref="RustLibraryLoadException">The library has another ABI.</exception>
    internal static unsafe void Check(uint abiVersion, nint version, string library)
    {
        if (abiVersion != AbiVersion)
        {
            string crate = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)version));
            throw LoadErrors.OtherAbi(library, abiVersion, crate);
        }
    }

    // The SDK adds the commit after a plus sign.
    private static string ReadVersion() =>
        typeof(Handshake).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
