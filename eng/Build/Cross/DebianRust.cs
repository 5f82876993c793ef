using RustInterop.Build.Crates;

namespace RustInterop.Build.Cross;

/// <summary>
/// Debian's Rust, which builds its standard library from source along with the crate: Debian packages the compiled one for
/// one of the targets only.
/// </summary>
internal static class DebianRust
{
    // By full path: rustup's may come first on the PATH.
    private const string Cargo = "/usr/bin/cargo";
    private const string Rustc = "/usr/bin/rustc";
    private const string Source = "/usr/lib/rustlib/src/rust";

    public static IReadOnlyList<string> Packages { get; } = ["rustc-web", "cargo-web", "rust-web-src"];

    /// <summary>Variables by which a user's build takes this Rust, and builds the standard library along.</summary>
    public static IReadOnlyDictionary<string, string> UsersVariables => new Dictionary<string, string>
    {
        ["PATH"] = $"{Path.GetDirectoryName(Cargo)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
        ["RUSTC"] = Rustc,
        ["RUSTC_BOOTSTRAP"] = "1",
        ["CARGO_UNSTABLE_BUILD_STD"] = "std,panic_unwind",
    };

    /// <summary>Arguments for cargo in a user's build, as a command line.</summary>
    public static string UsersArguments => $"--config '{ConfigPath}'";

    private static string ConfigPath => Path.Combine(NativeLibraries.BuildFolder, "cargo", "config.toml");

    private static string Crates => Path.Combine(Path.GetDirectoryName(ConfigPath)!, "crates");

    /// <summary>Makes one cargo source from the crates of Cargo.lock and those of the standard library.</summary>
    public static async Task FetchCratesAsync(Step step)
    {
        LockStamp stamp = new(Path.ChangeExtension(ConfigPath, ".stamp"));
        if (!await stamp.IsCurrentAsync())
        {
            await DebianCrates.FetchAsync(step, ConfigPath);
            await stamp.WriteAsync();
        }

        foreach (string crate in Directory.GetDirectories(Path.Combine(Source, "library", "vendor")))
        {
            string link = Path.Combine(Crates, Path.GetFileName(crate));
            if (!Path.Exists(link))
            {
                Directory.CreateSymbolicLink(link, crate);
            }
        }
    }

    /// <summary>Builds the library for a target, below <paramref name="output"/>, with flags for rustc.</summary>
    public static Tool Build(Target target, string output, IReadOnlyList<string> flags, params string[] arguments) =>
        Make("rustc", target.Triple, output, [.. flags, $"-Clinker={target.Compiler}"],
            ["--release", "--lib", "--crate-type", "cdylib,staticlib", "-Zbuild-std=std,panic_unwind", .. arguments]);

    /// <summary>Makes the next build link again: cargo does not notice changes to files that only the linker sees.</summary>
    public static Tool Clean(Target target, string output) =>
        Make("clean", target.Triple, output, [], ["--release", "--package", "rust-interop-library", "--package", "equipment"]);

    /// <summary>Calls cargo for tests that run on this machine.</summary>
    public static Tool Call(string verb, string triple, string output, IReadOnlyList<string> flags, params string[] arguments) =>
        Make(verb, triple, output, flags, ["-Zbuild-std=std,panic_unwind,test", .. arguments]);

    private static Tool Make(
        string verb, string triple, string output, IReadOnlyList<string> flags, IReadOnlyList<string> arguments) =>
        new(Cargo, [verb, "--locked", "--config", ConfigPath, "--target", triple, "--target-dir", output, .. arguments])
        {
            Directory = Repository.Native,
            Environment = new Dictionary<string, string?>
            {
                ["CARGO_TERM_COLOR"] = "never",
                ["CARGO_TERM_PROGRESS_WHEN"] = "never",
                ["CARGO_PROFILE_RELEASE_STRIP"] = "symbols",
                ["CARGO_ENCODED_RUSTFLAGS"] = string.Join('\x1f', [.. flags, .. Nameless]),
                ["RUSTC"] = Rustc,
                // Building the standard library is unstable; this allows it in a stable Rust.
                ["RUSTC_BOOTSTRAP"] = "1",
            },
        };

    // No path of this machine in panic messages. The last prefix that matches counts.
    private static IEnumerable<string> Nameless =>
    [
        $"--remap-path-prefix={Repository.Root}=/rust-interop",
        $"--remap-path-prefix={Crates}=/crates",
        $"--remap-path-prefix={Source}=/rust",
    ];
}
