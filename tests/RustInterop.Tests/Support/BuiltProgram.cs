using System.Diagnostics;

namespace RustInterop.Tests.Support;

/// <summary>A program that the build puts beside the tests: the command <c>fleet</c>, and the samples.</summary>
internal sealed class BuiltProgram(string assembly)
{
    internal static BuiltProgram Fleet { get; } = new("fleet.dll");

    internal static BuiltProgram FleetSample { get; } = new("FleetSample.dll");

    internal static BuiltProgram ImageFilters { get; } = new("ImageFilters.dll");

    internal static BuiltProgram LogAnalyser { get; } = new("LogAnalyser.dll");

    internal static BuiltProgram SearchIndex { get; } = new("SearchIndex.dll");

    internal static BuiltProgram TextStats { get; } = new("TextStats.dll");

    // With the dotnet that runs the tests.
    internal string[] CommandLine => [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, assembly)];

    internal Task<ProcessResult> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    internal Task<ProcessResult> RunWithInputAsync(string input, params string[] arguments) =>
        RunWithInputAsync(input, new Dictionary<string, string?>(), arguments);

    internal Task<ProcessResult> RunWithInputAsync(string input, IDictionary<string, string?> environment, params string[] arguments) =>
        Command.RunAsync(CommandLine[0], [.. CommandLine[1..], .. arguments], input, environment);

    /// <summary>Runs a shell script in which <c>"$@"</c> is the program with its arguments.</summary>
    internal Task<ProcessResult> RunInShellAsync(string script, params string[] arguments) =>
        Command.RunAsync("sh", ["-c", script, "sh", .. CommandLine, .. arguments]);

    /// <summary>Runs it on its own terminal. The standard output of the result has both streams.</summary>
    internal Task<ProcessResult> RunOnTerminalAsync(params string[] arguments) =>
        Command.RunAsync("script", OnTerminal(arguments), environment: new Dictionary<string, string?> { ["TERM"] = "xterm" });

    /// <summary>Starts it on its own terminal. What is written to the process is typed there.</summary>
    internal Process StartOnTerminal(IDictionary<string, string?> environment, params string[] arguments) =>
        Command.Start("script", OnTerminal(arguments), environment);

    private string[] OnTerminal(IEnumerable<string> arguments) =>
        ["--quiet", "--return", "--command", string.Join(' ', CommandLine.Concat(arguments).Select(Quote)), "/dev/null"];

    /// <inheritdoc cref="Command.StartInterruptible"/>
    internal Process Start(params string[] arguments) => Start(new Dictionary<string, string?>(), arguments);

    /// <inheritdoc cref="Start(string[])"/>
    internal Process Start(IDictionary<string, string?> environment, params string[] arguments) =>
        // SIGHUP too may be ignored when the tests run, for example under nohup.
        Command.StartInterruptible("env", ["--default-signal=HUP", .. CommandLine, .. arguments], environment);

    /// <summary>Has it read a file that never ends, and sends it a signal while it reads.</summary>
    internal async Task<ProcessResult> SignalWhileReadingAsync(string signal)
    {
        using TemporaryFolder folder = new();
        string pipe = folder.PathOf("pipe");
        await Command.OutputOfAsync("mkfifo", pipe);
        using Process endless = Command.Start("/bin/sh", ["-c", $"exec yes > '{pipe}'"]);
        using Process program = Start("--file", pipe);
        string output = $"/proc/{endless.Id}/fd/1";
        await Marker.WaitUntilAsync(() => new FileInfo(output).LinkTarget == pipe, "the program has opened the pipe");

        await Command.SignalAsync(program, signal);

        await program.WaitForExitAsync();
        return new ProcessResult(
            program.ExitCode, await program.StandardOutput.ReadToEndAsync(), await program.StandardError.ReadToEndAsync());
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''")}'";
}
