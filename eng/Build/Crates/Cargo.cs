namespace RustInterop.Build.Crates;

/// <summary>The cargo commands of the build. They run in native/ unless a crate is given.</summary>
internal static class Cargo
{
    /// <summary>
    /// The config that replaces crates.io, if <see cref="CrateSource"/> had to make one. Directory.Build.props looks for it
    /// too.
    /// </summary>
    public static string ConfigPath => Path.Combine(Repository.Artifacts, "cargo", "config.toml");

    /// <summary>Arguments for cargo in a user's build, as a command line.</summary>
    public static string UsersArguments => File.Exists(ConfigPath) ? $"--locked --config '{ConfigPath}'" : "--locked";

    public static Tool Fetch() => MakeLocked("fetch");

    public static Tool CheckFormat(string crate) => Make("fmt", "--all", "--check") with { Directory = crate };

    public static Tool Clippy(string crate) =>
        MakeShared(crate, "clippy", "--workspace", "--all-targets", "--", "-D", "warnings");

    public static Tool CompileTests(string crate) => MakeShared(crate, "test", "--workspace", "--no-run");

    public static Tool Test(string crate) => MakeShared(crate, "test", "--workspace", "--no-fail-fast");

    /// <summary>Builds <see cref="BuiltLibrary"/>, without optimisation.</summary>
    public static Tool Build() => MakeLocked("build");

    public static string BuiltLibrary => Path.Combine(Repository.Native, "target", "debug", "librust_interop.so");

    /// <summary>Builds <see cref="Equipment.Library"/>.</summary>
    public static Tool BuildEquipment() => MakeLocked("build", Equipment.Package);

    /// <summary>Runs a command on the workspace in a target folder of its own, with environment variables.</summary>
    public static Tool CallIn(
        string targetFolder, string verb, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        MakeLocked(verb, [.. Tested, "--target-dir", targetFolder, .. arguments]) with
        {
            Environment = new Dictionary<string, string?>([.. Quiet, .. environment]),
        };

    /// <summary>
    /// Selects the crates whose tests run under a tool: not the fuzz crate, which replaces functions of libc to count child
    /// processes, and not the one that finds mutants.
    /// </summary>
    public static IReadOnlyList<string> Tested { get; } =
        ["--workspace", "--exclude", "rust-interop-fuzz", "--exclude", "rust-interop-mutation"];

    /// <summary>Builds the programs of native/fuzz with flags for rustc.</summary>
    public static Tool BuildFuzzTargets(string targetFolder, string triple, IReadOnlyList<string> flags)
    {
        // With --target, the flags don't apply to build scripts and macros.
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

    /// <summary>Builds a user's crate so that it counts its allocations.</summary>
    public static Tool BuildCounting(string crate, string targetFolder) =>
        MakeLocked("build", "--features", "count-allocations", "--target-dir", targetFolder) with { Directory = crate };

    /// <summary>Builds a crate's library for AddressSanitizer. The program that loads it has to bring the runtime.</summary>
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

    /// <summary>Prints the workspace's crates and dependencies as JSON.</summary>
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

    /// <summary>All crates share a target folder, so that their common dependencies compile once.</summary>
    private static Tool MakeShared(string crate, string verb, params string[] arguments) =>
        MakeLocked(verb, ["--target-dir", Path.Combine(Repository.Native, "target"), .. arguments]) with { Directory = crate };

    private static Tool MakeLocked(string verb, params string[] arguments)
    {
        // After the verb: clippy passes only those arguments on to the cargo that it starts.
        string[] config = File.Exists(ConfigPath) ? ["--config", ConfigPath] : [];
        return Make([verb, "--locked", .. config, .. arguments]);
    }

    private static Tool Make(params string[] arguments) => new("cargo", arguments)
    {
        Directory = Repository.Native,
        Environment = Quiet,
    };
}

/// <summary>
/// The library of tests/crates/equipment: the built-in one plus what tests need. It panics and misuses memory on demand, and
/// counts its allocations.
/// </summary>
internal static class Equipment
{
    private const string Crate = "equipment";
    private const string BuiltIn = "rust_interop";

    /// <summary>The arguments that have cargo build it instead of the built-in library.</summary>
    public static string[] Package { get; } = ["--package", Crate];

    /// <summary>Where <see cref="Cargo.BuildEquipment"/> puts the library.</summary>
    public static string Library => NameFor(Cargo.BuiltLibrary);

    /// <summary>The path of the equipment's library, given the path that the built-in one would have.</summary>
    public static string NameFor(string builtIn) =>
        Path.Combine(Path.GetDirectoryName(builtIn)!, Path.GetFileName(builtIn).Replace(BuiltIn, Crate, StringComparison.Ordinal));

    /// <summary>The name under which tests load a library. The equipment takes the built-in library's name.</summary>
    public static string NameInPlace(string library) =>
        Path.GetFileName(library).Replace(Crate, BuiltIn, StringComparison.Ordinal);
}
