namespace RustInterop.Build;

/// <summary>A platform as .NET and as Rust name it.</summary>
/// <param name="RuntimeIdentifier">.NET's portable runtime identifier.</param>
/// <param name="Triple">Rust's target triple.</param>
internal sealed record RustTarget(string RuntimeIdentifier, string Triple)
{
    /// <summary>The targets for which crates can be built.</summary>
    public static IReadOnlyList<RustTarget> All { get; } =
    [
        new("linux-x64", "x86_64-unknown-linux-gnu"),
        new("linux-arm64", "aarch64-unknown-linux-gnu"),
        new("linux-arm", "armv7-unknown-linux-gnueabihf"),
        new("linux-musl-x64", "x86_64-unknown-linux-musl"),
        new("linux-musl-arm64", "aarch64-unknown-linux-musl"),
        new("linux-musl-arm", "armv7-unknown-linux-musleabihf"),
        new("osx-x64", "x86_64-apple-darwin"),
        new("osx-arm64", "aarch64-apple-darwin"),
        new("win-x64", "x86_64-pc-windows-msvc"),
        new("win-x86", "i686-pc-windows-msvc"),
        new("win-arm64", "aarch64-pc-windows-msvc"),
    ];

    /// <summary>The target of a runtime identifier, or null.</summary>
    public static RustTarget? Of(string runtimeIdentifier) =>
        All.FirstOrDefault(target => target.RuntimeIdentifier == runtimeIdentifier);

    /// <summary>Whether a library that is built for a triple can be loaded on this target. Windows has two kinds, by their linkers.</summary>
    public bool Fits(string triple) =>
        triple == Triple
        || (triple.Contains("-windows-", StringComparison.Ordinal) && triple[..triple.LastIndexOf('-')] == Triple[..Triple.LastIndexOf('-')]);

    /// <summary>What a runtime identifier's system calls a shared library.</summary>
    public static string LibraryFile(string runtimeIdentifier, string name) =>
        runtimeIdentifier.StartsWith("win", StringComparison.Ordinal) ? $"{name}.dll"
        : runtimeIdentifier.StartsWith("osx", StringComparison.Ordinal) ? $"lib{name}.dylib"
        : $"lib{name}.so";
}
