using System.Text.RegularExpressions;

namespace RustInterop.Build;

/// <summary>The programs that the build needs. If one is missing, the message says how to get it.</summary>
internal static partial class Prerequisites
{
    private const string InstallRust = "install Rust from https://rustup.rs";

    /// <summary>Checks what building the crates and the library needs.</summary>
    public static async Task CheckCompilersAsync(Step step)
    {
        Require("cargo", InstallRust);
        Require("rustc", InstallRust);
        // On Windows rustc finds Visual Studio's linker by itself, or says how to get it.
        if (!OperatingSystem.IsWindows())
        {
            Require("cc", Instruction("apt-get install gcc libc6-dev", "xcode-select --install", ""));
        }

        await CheckRustVersionAsync(step);
    }

    /// <summary>Checks what formatting and linting Rust needs.</summary>
    public static async Task CheckRustComponentsAsync(Step step)
    {
        await RequireSubcommandAsync(step, "fmt", "rustup component add rustfmt");
        await RequireSubcommandAsync(step, "clippy", "rustup component add clippy");
    }

    /// <summary>Checks for curl, which the demo's action calls.</summary>
    public static void CheckCurl() => Require("curl", Instruction("apt-get install curl", "", ""));

    /// <summary>How to install something on this system.</summary>
    public static string Instruction(string debian, string macOS, string windows)
    {
        string instruction = OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? macOS : debian;
        return instruction.Length == 0 ? "it comes with the system" : $"on this system: {instruction}";
    }

    private static void Require(string program, string instruction)
    {
        if (Tool.Find(program) is null)
        {
            throw new BuildException($"{program} is not on the PATH; {instruction}");
        }
    }

    private static async Task RequireSubcommandAsync(Step step, string subcommand, string instruction)
    {
        if (await new Tool("cargo", subcommand, "--version").TryRunAsync(step, step.Log) != 0)
        {
            throw new BuildException($"cargo {subcommand} is missing; install it with: {instruction}");
        }
    }

    private static async Task CheckRustVersionAsync(Step step)
    {
        string output = await new Tool("rustc", "--version").TryReadAsync(step) ?? "a rustc that does not print its version";
        string manifest = await File.ReadAllTextAsync(Path.Combine(Repository.Native, "Cargo.toml"));
        Version wanted = Version.Parse(WantedVersion().Match(manifest).Groups[1].Value);
        Match found = FoundVersion().Match(output);
        if (!found.Success || Version.Parse(found.Groups[1].Value) < wanted)
        {
            throw new BuildException($"Rust {wanted} or later is needed, not {output}; {InstallRust}");
        }
    }

    [GeneratedRegex("""^rust-version = "([\d.]+)"$""", RegexOptions.Multiline)]
    private static partial Regex WantedVersion();

    [GeneratedRegex(@"^rustc (\d+\.\d+\.\d+)")]
    private static partial Regex FoundVersion();
}
