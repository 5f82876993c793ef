using RustInterop.Loading.Diagnosis;

namespace RustInterop.Loading;

/// <summary>Creates each <see cref="RustLibraryLoadException"/>.</summary>
internal static class LoadErrors
{
    internal static RustLibraryLoadException NotFound(string file, IReadOnlyCollection<LoadAttempt> tried) =>
        new($"The native library {file} could not be loaded. "
            + $"This process runs as {string.Join(" or ", LibrarySearch.RuntimeIdentifiers())}. "
            + (tried.Count == 0 ? "There was no folder to look in." : "Tried in this order:")
            + string.Concat(tried.Select(attempt => $"\n  {attempt.Explain()}"))
            + (Path.GetFileName(file).Contains('-', StringComparison.Ordinal)
                ? $"\nCargo writes _ for - in the name of a library: is it {file.Replace('-', '_')}?"
                : ""));

    internal static RustLibraryLoadException NotRustInterop(string path) =>
        new($"{path} is not a native library of RustInterop {Handshake.Version}: "
            + "it does not export rust_interop_abi_version and rust_interop_version. "
            + "A cdylib exports them if it depends on the crate rust-interop and exports a procedure.");

    internal static RustLibraryLoadException ExportMissing(string path, string name) =>
        new($"{path} is not a native library of RustInterop {Handshake.Version}: it does not export {name}.");

    internal static RustLibraryLoadException OtherAbi(string path, uint abiVersion, string crateVersion) =>
        new($"{path} has ABI {abiVersion}, of rust-interop {crateVersion}, "
            + $"but RustInterop.dll {Handshake.Version} needs ABI {Handshake.AbiVersion}. "
            + "Build the library with a rust-interop that has the same ABI.");

    internal static RustLibraryLoadException NoSuchExport(string path, string symbol, IReadOnlyCollection<string> exports) =>
        new($"{path} does not match this assembly: it has no export {symbol} with a description. "
            + (exports.Count == 0 ? "It exports nothing." : $"It exports {string.Join(", ", exports)}."));

    internal static RustLibraryLoadException OtherExport(string path, string symbol, string difference) =>
        new($"{path} does not match this assembly: {symbol} differs. {difference}. Build both from the same source.");
}
