using RustInterop.Native;
using RustInterop.Native.Diagnosis;

namespace RustInterop;

/// <summary>
/// The native library could not be loaded, or is not the one that belongs to this assembly. The message says what was
/// looked for, where, for which runtime identifier, and what was wrong with each file found.
/// </summary>
public class RustLibraryLoadException : DllNotFoundException
{
    /// <summary>Creates the exception with a general message.</summary>
    public RustLibraryLoadException()
        : this("The native library could not be loaded.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was looked for, where, and what was wrong.</param>
    public RustLibraryLoadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was looked for, where, and what was wrong.</param>
    /// <param name="innerException">What the system's loader said.</param>
    public RustLibraryLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static RustLibraryLoadException NotFound(string file, IReadOnlyCollection<LoadAttempt> tried) =>
        new($"The native library {file} could not be loaded. "
            + $"This process runs as {string.Join(" or ", LibrarySearch.RuntimeIdentifiers())}. "
            + (tried.Count == 0 ? "There was no folder to look in." : "Tried, in this order:")
            + string.Concat(tried.Select(attempt => $"\n  {attempt.Explain()}")));

    internal static RustLibraryLoadException NotRustInterop(string path) =>
        new($"{path} is no native library of RustInterop {Handshake.Version}: "
            + "it does not export rust_interop_abi_version and rust_interop_version, "
            + "as a cdylib does that depends on the crate rust-interop and exports a procedure.");

    internal static RustLibraryLoadException ExportMissing(string path, string name) =>
        new($"{path} is no native library of RustInterop {Handshake.Version}: it does not export {name}.");

    internal static RustLibraryLoadException OtherVersion(string path, uint abiVersion, string version) =>
        new($"{path} does not belong to this assembly: the native library is version {version} with ABI {abiVersion}, "
            + $"RustInterop.dll is version {Handshake.Version} with ABI {Handshake.AbiVersion}.");
}
