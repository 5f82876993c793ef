using System.Diagnostics;
using RustInterop.Tests.Loading;

namespace RustInterop.Tests.Support;

/// <summary>The program tests/RustInterop.Tests.Child, which calls Rust in a process that a test can watch or end.</summary>
internal static class ChildProgram
{
    // The dotnet that runs the tests.
    private static string Dotnet => Environment.ProcessPath!;

    private const string Name = "RustInterop.Tests.Child";

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, $"{Name}.dll");

    internal static Task<ProcessResult> RunAsync(params string[] arguments) =>
        Command.RunAsync(Dotnet, [Assembly, .. arguments]);

    internal static Task<ProcessResult> RunWithInputAsync(
        string input, IDictionary<string, string?> environment, params string[] arguments) =>
        Command.RunAsync(Dotnet, [Assembly, .. arguments], input, environment);

    /// <summary>Copies the program and everything it needs, so that a test can change the copy.</summary>
    internal static void CopyTo(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory)
            .Where(IsPartOfIt))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    private static bool IsPartOfIt(string file)
    {
        string name = Path.GetFileName(file);
        return name.StartsWith(Name, StringComparison.Ordinal) || name == "RustInterop.dll" || name == NativeLibraryFile.Name;
    }

    internal static Task<ProcessResult> RunCopyAsync(string folder, params string[] arguments) =>
        RunCopyAsync(folder, null, null, arguments);

    /// <param name="folder">The folder of the copy.</param>
    /// <param name="directory">The working directory.</param>
    /// <param name="environment">Changes to the environment.</param>
    /// <param name="arguments">The arguments.</param>
    internal static Task<ProcessResult> RunCopyAsync(
        string folder, string? directory, IDictionary<string, string?>? environment, params string[] arguments) =>
        Command.RunAsync(
            Dotnet, [Path.Combine(folder, $"{Name}.dll"), .. arguments], environment: environment, directory: directory);

    /// <summary>Runs it in a shell that redirects its standard output, for example to <c>/dev/full</c>.</summary>
    internal static Task<ProcessResult> RunRedirectedAsync(string redirection, params string[] arguments) =>
        Command.RunAsync("/bin/sh", ["-c", $"exec \"$@\" {redirection}", "sh", Dotnet, Assembly, .. arguments]);

    /// <summary>Runs it in a shell that first runs a command, such as <c>ulimit</c>.</summary>
    internal static Task<ProcessResult> RunPreparedAsync(string preparation, string input, params string[] arguments) =>
        Command.RunAsync("/bin/sh", ["-c", $"{preparation}; exec \"$@\"", "sh", Dotnet, Assembly, .. arguments], input);

    /// <inheritdoc cref="Command.StartInterruptible"/>
    internal static Process StartInterruptible(IDictionary<string, string?> environment, params string[] arguments) =>
        Command.StartInterruptible(Dotnet, [Assembly, .. arguments], environment);

    internal static Process Start(params string[] arguments) => Command.Start(Dotnet, [Assembly, .. arguments]);
}
