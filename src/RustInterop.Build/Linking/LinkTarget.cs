using System.Runtime.InteropServices;

namespace RustInterop.Build.Linking;

/// <summary>A system that a Linux or macOS machine can link for without being one of its kind.</summary>
/// <param name="RuntimeIdentifier">.NET's name for it.</param>
/// <param name="Triple">Rust's name for it.</param>
/// <param name="Compilers">The names of C compilers for it, the preferred one first.</param>
/// <param name="Zig">zig's name for it; null if zig is not used for it.</param>
/// <param name="Packages">The packages of Debian and Ubuntu that have a compiler for it; null if there are none.</param>
internal sealed record LinkTarget(string RuntimeIdentifier, string Triple, IReadOnlyList<string> Compilers, string? Zig, string? Packages)
{
    private static readonly LinkTarget[] s_all =
    [
        new("linux-x64", "x86_64-unknown-linux-gnu", ["x86_64-linux-gnu-gcc", .. OnThis("linux-x64", "gcc")],
            "x86_64-linux-gnu", "gcc-x86-64-linux-gnu libc6-dev-amd64-cross"),
        new("linux-arm64", "aarch64-unknown-linux-gnu", ["aarch64-linux-gnu-gcc", .. OnThis("linux-arm64", "gcc")],
            "aarch64-linux-gnu", "gcc-aarch64-linux-gnu libc6-dev-arm64-cross"),
        new("linux-musl-x64", "x86_64-unknown-linux-musl", ["x86_64-linux-musl-gcc", .. OnThis("linux-x64", "musl-gcc"), .. OnThis("linux-musl-x64", "gcc")],
            "x86_64-linux-musl", "musl-tools"),
        new("linux-musl-arm64", "aarch64-unknown-linux-musl", ["aarch64-linux-musl-gcc", .. OnThis("linux-arm64", "musl-gcc"), .. OnThis("linux-musl-arm64", "gcc")],
            "aarch64-linux-musl", null),
        new("win-x64", "x86_64-pc-windows-gnu", ["x86_64-w64-mingw32-gcc"], null, "gcc-mingw-w64-x86-64"),
    ];

    public bool IsGlibc => Triple.EndsWith("-linux-gnu", StringComparison.Ordinal);

    public bool IsMusl => Triple.EndsWith("-linux-musl", StringComparison.Ordinal);

    /// <summary>The programs that can link for it.</summary>
    public IEnumerable<string> Programs => Zig is null ? Compilers : Compilers.Append("zig");

    public string HowToInstall =>
        (Packages is null ? "Install" : $"Debian and Ubuntu: apt-get install {Packages}.")
        + (Zig is null ? "" : $"{(Packages is null ? "" : " Elsewhere, install")} zig: https://ziglang.org/download");

    public static LinkTarget? Of(string runtimeIdentifier) => s_all.FirstOrDefault(target => target.RuntimeIdentifier == runtimeIdentifier);

    // A compiler without the system in its name is for the machine on which it runs.
    private static string[] OnThis(string runtimeIdentifier, string compiler) =>
        RuntimeInformation.RuntimeIdentifier == runtimeIdentifier ? [compiler] : [];
}
