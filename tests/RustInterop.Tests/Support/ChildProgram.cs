using System.Diagnostics;

namespace RustInterop.Tests.Support;

/// <summary>The program tests/RustInterop.Tests.Child: calls into Rust from a process that a test may watch or end.</summary>
internal static class ChildProgram
{
    // The tests themselves run in a dotnet, wherever it is installed.
    private static string Dotnet => Environment.ProcessPath!;

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "RustInterop.Tests.Child.dll");

    internal static Task<ProcessResult> RunAsync(params string[] arguments) =>
        Command.RunAsync(Dotnet, [Assembly, .. arguments]);

    internal static Task<ProcessResult> RunWithInputAsync(
        string input, IDictionary<string, string?> environment, params string[] arguments) =>
        Command.RunAsync(Dotnet, [Assembly, .. arguments], input, environment);

    /// <summary>Runs it by a shell that sends its standard output elsewhere, such as <c>/dev/full</c>.</summary>
    internal static Task<ProcessResult> RunRedirectedAsync(string redirection, params string[] arguments) =>
        Command.RunAsync("/bin/sh", ["-c", $"exec \"$@\" {redirection}", "sh", Dotnet, Assembly, .. arguments]);

    internal static Process Start(IDictionary<string, string?> environment, params string[] arguments) =>
        Command.Start(Dotnet, [Assembly, .. arguments], environment);

    internal static Process Start(params string[] arguments) => Command.Start(Dotnet, [Assembly, .. arguments]);
}
