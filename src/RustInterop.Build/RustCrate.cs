using RustInterop.Build.Linking;

namespace RustInterop.Build;

/// <summary>A crate, and how a project builds it.</summary>
/// <param name="Manifest">The full path of its Cargo.toml.</param>
/// <param name="Metadata">What cargo says about it.</param>
/// <param name="RuntimeIdentifier">The platform for which it is built.</param>
/// <param name="Triple">Rust's name of that platform; null to let cargo build for this machine.</param>
/// <param name="Profile">Cargo's profile.</param>
/// <param name="Arguments">Further arguments for <c>cargo build</c>.</param>
/// <param name="OutputFolder">The folder for the library and for what the build remembers.</param>
/// <param name="Generated">The C# of its library.</param>
internal sealed record RustCrate(
    string Manifest,
    CrateMetadata Metadata,
    string RuntimeIdentifier,
    string? Triple,
    string Profile,
    IReadOnlyList<string> Arguments,
    string OutputFolder,
    GeneratedFile Generated)
{
    public string Folder => Path.GetDirectoryName(Manifest)!;

    public string LibraryFile => RustTarget.LibraryFile(RuntimeIdentifier, Metadata.Name);

    /// <summary>What links it for another machine; null if cargo decides.</summary>
    public Linker? Linker { get; init; }

    public string Library => Path.Combine(OutputFolder, LibraryFile);

    /// <summary>The lock of every build that has to do with the crate.</summary>
    public string LockFile => Path.Combine(Metadata.TargetFolder, ".rust-interop.lock");

    /// <summary>The arguments for cargo.</summary>
    public IReadOnlyList<string> CommandLine =>
    [
        "build", "--lib", "--message-format", "json", "--manifest-path", Manifest, "--profile", Profile,
        .. Triple is null ? [] : new[] { "--target", Triple },
        // By default Rust links musl statically, which rules out shared libraries.
        .. (Triple ?? RustTarget.Of(RuntimeIdentifier)?.Triple) is { } triple && triple.Contains("musl", StringComparison.Ordinal)
            ? new[] { "--config", $"target.{triple}.rustflags=['-Ctarget-feature=-crt-static']" }
            : [],
        // Cargo does not link again because the linker has changed.
        .. Linker is null ? [] : new[] { "--target-dir", Metadata.TargetFolder },
        .. Linker?.CargoArguments ?? [],
        .. Arguments,
    ];
}

/// <summary>The library that a build has made.</summary>
/// <param name="Files">The library, and what a debugger needs beside it.</param>
/// <param name="Sources">The files from which it was made.</param>
internal sealed record CrateLibrary(IReadOnlyList<string> Files, IReadOnlyList<string> Sources);
