using System.Diagnostics;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Samples;

/// <summary>The program samples/Fleet.</summary>
internal static class FleetProgram
{
    // The tests themselves run in a dotnet, wherever it is installed.
    private static string[] CommandLine => [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "fleet.dll")];

    internal static Task<ProcessResult> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    internal static Task<ProcessResult> RunWithInputAsync(string input, params string[] arguments) =>
        Command.RunAsync(CommandLine[0], [.. CommandLine[1..], .. arguments], input);

    /// <summary>Runs it on a terminal of its own. What it prints there, on either stream, is the standard output.</summary>
    internal static Task<ProcessResult> RunOnTerminalAsync(params string[] arguments) =>
        Command.RunAsync(
            "script",
            ["--quiet", "--return", "--command", string.Join(' ', CommandLine.Concat(arguments).Select(Quote)), "/dev/null"],
            environment: new Dictionary<string, string?> { ["TERM"] = "xterm" });

    /// <summary>Starts it so that it heeds SIGINT, even where whoever runs the tests ignores it.</summary>
    internal static Process Start(params string[] arguments) =>
        Command.Start("env", ["--default-signal=INT", .. CommandLine, .. arguments]);

    internal static Task SignalAsync(Process process, string signal) =>
        Command.OutputOfAsync("/bin/sh", "-c", $"kill -{signal} {process.Id}");

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''")}'";
}
