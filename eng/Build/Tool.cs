using System.ComponentModel;
using CliWrap;

namespace RustInterop.Build;

/// <summary>A program that a step runs.</summary>
internal sealed record Tool(string Program, params string[] Arguments)
{
    public string Directory { get; init; } = Repository.Root;

    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The full path of a program on the PATH, or null.</summary>
    public static string? Find(string program)
    {
        string[] suffixes = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        string path = System.Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => suffixes.Select(suffix => Path.Combine(folder, program + suffix)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Runs it, and logs each line of its output and errors.</summary>
    /// <exception cref="BuildException">It could not be started, or its exit code was not 0.</exception>
    public Task RunAsync(Step step) => RunAsync(step, step.Log);

    /// <summary>As above, with <paramref name="onLine"/> for the lines.</summary>
    public async Task RunAsync(Step step, Action<string> onLine)
    {
        int exitCode = await TryRunAsync(step, onLine);
        if (exitCode != 0)
        {
            throw new BuildException($"{this} ended with exit code {exitCode}");
        }
    }

    /// <summary>As above, but returns the exit code, whatever it is.</summary>
    public Task<int> TryRunAsync(Step step, Action<string> onLine) => TryRunAsync(step, onLine, onLine);

    /// <summary>As above, with a callback for each stream.</summary>
    /// <remarks>The callbacks are never called at the same time.</remarks>
    public async Task<int> TryRunAsync(Step step, Action<string> onOutput, Action<string> onError)
    {
        Lock gate = new();
        try
        {
            CommandResult result = await Cli.Wrap(Program)
                .WithArguments(Arguments)
                .WithWorkingDirectory(Directory)
                .WithEnvironmentVariables(Environment)
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(InTurn(onOutput))
                .WithStandardErrorPipe(InTurn(onError))
                .ExecuteAsync(step.Cancellation);
            return result.ExitCode;
        }
        catch (Win32Exception exception)
        {
            throw new BuildException($"{Program} could not be started: {exception.Message}");
        }

        PipeTarget InTurn(Action<string> onLine) => PipeTarget.ToDelegate(line =>
        {
            lock (gate)
            {
                onLine(line);
            }
        });
    }

    /// <summary>Runs it and returns its output. Its errors go to the step's log.</summary>
    /// <returns>Without the last line break; null if the exit code was not 0.</returns>
    /// <exception cref="BuildException">It could not be started.</exception>
    public async Task<string?> TryReadAsync(Step step)
    {
        List<string> output = [];
        int exitCode = await TryRunAsync(step, output.Add, step.Log);
        return exitCode == 0 ? string.Join('\n', output) : null;
    }

    public override string ToString() => $"{Program} {string.Join(' ', Arguments)}";
}
