using System.Diagnostics;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Samples;

/// <summary>A program of samples/.</summary>
internal sealed class SampleProgram(string assembly)
{
    internal static SampleProgram Fleet { get; } = new("fleet.dll");

    internal static SampleProgram TextStats { get; } = new("TextStats.dll");

    // The tests themselves run in a dotnet, wherever it is installed.
    private string[] CommandLine => [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, assembly)];

    internal Task<ProcessResult> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    internal Task<ProcessResult> RunWithInputAsync(string input, params string[] arguments) =>
        Command.RunAsync(CommandLine[0], [.. CommandLine[1..], .. arguments], input);

    /// <summary>Runs a script of the shell in which <c>"$@"</c> is the program with the arguments.</summary>
    internal Task<ProcessResult> RunInShellAsync(string script, params string[] arguments) =>
        Command.RunAsync("sh", ["-c", script, "sh", .. CommandLine, .. arguments]);

    /// <summary>Runs it on a terminal of its own. What it prints there, on either stream, is the standard output.</summary>
    internal Task<ProcessResult> RunOnTerminalAsync(params string[] arguments) =>
        Command.RunAsync(
            "script",
            ["--quiet", "--return", "--command", string.Join(' ', CommandLine.Concat(arguments).Select(Quote)), "/dev/null"],
            environment: new Dictionary<string, string?> { ["TERM"] = "xterm" });

    /// <inheritdoc cref="Command.StartInterruptible"/>
    internal Process Start(params string[] arguments) => Start(new Dictionary<string, string?>(), arguments);

    /// <inheritdoc cref="Start(string[])"/>
    internal Process Start(IDictionary<string, string?> environment, params string[] arguments) =>
        // Whoever runs the tests may ignore this one too, as nohup does.
        Command.StartInterruptible("env", ["--default-signal=HUP", .. CommandLine, .. arguments], environment);

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''")}'";
}
