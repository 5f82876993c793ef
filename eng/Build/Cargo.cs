namespace RustInterop.Build;

/// <summary>Cargo, as the build calls it: on the crates in native/ where no other is given.</summary>
internal static class Cargo
{
    /// <summary>
    /// The config that names another crate source, when <see cref="Crates"/> had to make one; Directory.Build.props looks for
    /// it too.
    /// </summary>
    public static string ConfigPath => Path.Combine(Repository.Artifacts, "cargo", "config.toml");

    public static Tool Fetch() => MakeLocked("fetch");

    public static Tool CheckFormat(string crate) => Make("fmt", "--all", "--check") with { Directory = crate };

    public static Tool Clippy(string crate) =>
        MakeShared(crate, "clippy", "--workspace", "--all-targets", "--", "-D", "warnings");

    public static Tool CompileTests(string crate) => MakeShared(crate, "test", "--workspace", "--no-run");

    public static Tool Test(string crate) => MakeShared(crate, "test", "--workspace", "--no-fail-fast");

    /// <summary>The library as it is, without optimisation: <see cref="BuiltLibrary"/>.</summary>
    public static Tool Build() => MakeLocked("build");

    public static string BuiltLibrary => Path.Combine(Repository.Native, "target", "debug", "librust_interop.so");

    /// <summary>The library that tests need besides: <see cref="Equipment.Library"/>.</summary>
    public static Tool BuildEquipment() => MakeLocked("build", Equipment.Package);

    /// <summary>A verb in a target folder of its own, with variables for cargo and what it starts.</summary>
    public static Tool CallIn(
        string targetFolder, string verb, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        MakeLocked(verb, ["--workspace", .. NotFuzzing, "--target-dir", targetFolder, .. arguments]) with
        {
            Environment = new Dictionary<string, string?>([.. Quiet, .. environment]),
        };

    /// <summary>Leaves out the crate whose tests count the processes that are started, by a function of their own.</summary>
    public static IReadOnlyList<string> NotFuzzing { get; } = ["--exclude", "rust-interop-fuzz"];

    /// <summary>The programs of native/fuzz, with these flags for rustc.</summary>
    public static Tool BuildFuzzTargets(string targetFolder, string triple, IReadOnlyList<string> flags)
    {
        // With the target named the flags are not for what cargo runs itself.
        Tool build = MakeLocked("build", "--package", "rust-interop-fuzz", "--profile", "fuzz", "--bins",
            "--target", triple, "--target-dir", targetFolder);
        return build with
        {
            Environment = new Dictionary<string, string?>(Quiet)
            {
                ["RUSTC_BOOTSTRAP"] = "1",
                ["CARGO_ENCODED_RUSTFLAGS"] = string.Join('\x1f', flags),
            },
        };
    }

    /// <summary>The library of a crate upon ours, so that it counts what it allocates.</summary>
    public static Tool BuildCounting(string crate, string targetFolder) =>
        MakeLocked("build", "--features", "count-allocations", "--target-dir", targetFolder) with { Directory = crate };

    /// <summary>A crate's library for AddressSanitizer, whose runtime the program has to bring.</summary>
    public static Tool BuildSanitized(string crate, string targetFolder, string triple, params string[] arguments) =>
        MakeLocked("build", ["--target", triple, "--target-dir", targetFolder, .. arguments]) with
        {
            Directory = crate,
            Environment = new Dictionary<string, string?>(Quiet)
            {
                ["RUSTC_BOOTSTRAP"] = "1",
                ["RUSTFLAGS"] = "-Zsanitizer=address",
            },
        };

    /// <summary>Prints what the crate consists of, as JSON.</summary>
    public static Tool Metadata() => MakeLocked("metadata", "--format-version", "1");

    public static Tool Document() => MakeLocked("doc", "--no-deps", "--package", "rust-interop", "--package", "rust-interop-fleet") with
    {
        Environment = new Dictionary<string, string?>(Quiet) { ["RUSTDOCFLAGS"] = "-D warnings" },
    };

    private static Dictionary<string, string?> Quiet => new()
    {
        ["CARGO_TERM_COLOR"] = "never",
        ["CARGO_TERM_PROGRESS_WHEN"] = "never",
    };

    /// <summary>With one target folder for all crates: what they have in common is compiled once.</summary>
    private static Tool MakeShared(string crate, string verb, params string[] arguments) =>
        MakeLocked(verb, ["--target-dir", Path.Combine(Repository.Native, "target"), .. arguments]) with { Directory = crate };

    private static Tool MakeLocked(string verb, params string[] arguments)
    {
        // Behind the verb: clippy hands only what stands there to the cargo that it starts.
        string[] config = File.Exists(ConfigPath) ? ["--config", ConfigPath] : [];
        return Make([verb, "--locked", .. config, .. arguments]);
    }

    private static Tool Make(params string[] arguments) => new("cargo", arguments)
    {
        Directory = Repository.Native,
        Environment = Quiet,
    };
}
