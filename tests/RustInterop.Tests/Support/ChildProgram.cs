using System.Diagnostics;
using RustInterop.Tests.Loading;

namespace RustInterop.Tests.Support;

/// <summary>The program tests/RustInterop.Tests.Child: calls into Rust from a process that a test may watch or end.</summary>
internal static class ChildProgram
{
    // The tests themselves run in a dotnet, wherever it is installed.
    private static string Dotnet => Environment.ProcessPath!;

    private const string Name = "RustInterop.Tests.Child";

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, $"{Name}.dll");

    internal static Task<ProcessResult> RunAsync(params string[] arguments) =>
        Command.RunAsync(Dotnet, [Assembly, .. arguments]);

    internal static Task<ProcessResult> RunWithInputAsync(
        string input, IDictionary<string, string?> environment, params string[] arguments) =>
        Command.RunAsync(Dotnet, [Assembly, .. arguments], input, environment);

    /// <summary>Copies it and all it needs, so that a test may change something there.</summary>
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

    /// <param name="folder">Where the copy is.</param>
    /// <param name="directory">In which it runs.</param>
    /// <param name="environment">Changes of it.</param>
    /// <param name="arguments">For it.</param>
    internal static Task<ProcessResult> RunCopyAsync(
        string folder, string? directory, IDictionary<string, string?>? environment, params string[] arguments) =>
        Command.RunAsync(
            Dotnet, [Path.Combine(folder, $"{Name}.dll"), .. arguments], environment: environment, directory: directory);

    /// <summary>Runs it by a shell that sends its standard output elsewhere, such as <c>/dev/full</c>.</summary>
    internal static Task<ProcessResult> RunRedirectedAsync(string redirection, params string[] arguments) =>
        Command.RunAsync("/bin/sh", ["-c", $"exec \"$@\" {redirection}", "sh", Dotnet, Assembly, .. arguments]);

    /// <summary>Runs it by a shell that first does something to itself, such as <c>ulimit</c>.</summary>
    internal static Task<ProcessResult> RunPreparedAsync(string preparation, string input, params string[] arguments) =>
        Command.RunAsync("/bin/sh", ["-c", $"{preparation}; exec \"$@\"", "sh", Dotnet, Assembly, .. arguments], input);

    /// <inheritdoc cref="Command.StartInterruptible"/>
    internal static Process StartInterruptible(IDictionary<string, string?> environment, params string[] arguments) =>
        Command.StartInterruptible(Dotnet, [Assembly, .. arguments], environment);

    internal static Process Start(params string[] arguments) => Command.Start(Dotnet, [Assembly, .. arguments]);
}
