using System.Diagnostics;

namespace RustInterop.Build;

/// <summary>The files that say which cargo and which rustc build a crate, and how they are configured.</summary>
internal static class Toolchain
{
    private static readonly string[] s_configurations = [Path.Combine(".cargo", "config"), Path.Combine(".cargo", "config.toml")];

    private static readonly string[] s_names = ["rust-toolchain", "rust-toolchain.toml", .. s_configurations];

    /// <summary>The path of a program, or null if it is not on the PATH.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program))
            .FirstOrDefault(File.Exists);

    /// <summary>The files for a crate in a folder. Most of them do not exist; it counts when one appears.</summary>
    public static IEnumerable<string> FilesFor(string folder) =>
        [.. Programs(), .. RustupFiles(), .. FileSystem.Ancestors(folder).SelectMany(Named), .. CargoHomeFiles()];

    /// <summary>The linker for a target that cargo's configuration or its environment variable names, or null.</summary>
    /// <param name="folder">The folder in which cargo runs.</param>
    /// <param name="triple">The target.</param>
    public static string? LinkerOf(string folder, string triple) =>
        Environment.GetEnvironmentVariable($"CARGO_TARGET_{triple.ToUpperInvariant().Replace('-', '_')}_LINKER")
        ?? ConfigurationFilesFor(folder).Where(File.Exists)
            .Select(file => Toml.Table(Toml.Table(Toml.TryRead(file), "target"), triple))
            .Select(table => table is not null && table.TryGetValue("linker", out object? linker) ? linker as string : null)
            .FirstOrDefault(linker => linker is not null);

    /// <summary>Whether Rust's standard library for a target is installed.</summary>
    /// <param name="folder">The folder that decides which toolchain is meant.</param>
    /// <param name="triple">The target.</param>
    public static bool HasTarget(string folder, string triple)
    {
        string output = "";
        ProcessStartInfo rustc = new(Environment.GetEnvironmentVariable("RUSTC") ?? "rustc", ["--print", "target-libdir", "--target", triple])
        {
            WorkingDirectory = folder,
        };
        ChildProcess.Run(rustc, line => output = line, _ => { }, CancellationToken.None);
        return Directory.Exists(output);
    }

    // The strongest first. Most of them do not exist.
    private static IEnumerable<string> ConfigurationFilesFor(string folder) =>
        FileSystem.Ancestors(folder).SelectMany(above => s_configurations.Select(name => Path.Combine(above, name))).Concat(CargoHomeFiles());

    private static IEnumerable<string> Programs() =>
        new[] { Find("cargo"), Environment.GetEnvironmentVariable("RUSTC") ?? Find("rustc") }.OfType<string>();

    private static IEnumerable<string> Named(string folder) => s_names.Select(name => Path.Combine(folder, name));

    private static IEnumerable<string> CargoHomeFiles()
    {
        string home = Home("CARGO_HOME", ".cargo");
        return [Path.Combine(home, "config"), Path.Combine(home, "config.toml")];
    }

    // With rustup, cargo and rustc on the PATH are rustup itself.
    private static IEnumerable<string> RustupFiles()
    {
        string home = Home("RUSTUP_HOME", ".rustup");
        string toolchains = Path.Combine(home, "toolchains");
        string program = OperatingSystem.IsWindows() ? "rustc.exe" : "rustc";
        return
        [
            Path.Combine(home, "settings.toml"),
            .. Directory.Exists(toolchains)
                ? Directory.GetDirectories(toolchains).Select(toolchain => Path.Combine(toolchain, "bin", program))
                : [],
        ];
    }

    private static string Home(string variable, string folder) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), folder);
}
