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

    /// <summary>Runs it and hands each line that it writes, on either stream, to the step's log.</summary>
    /// <exception cref="BuildException">It could not be started, or ended with another exit code than 0.</exception>
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

    /// <summary>As above, but an exit code other than 0 is an answer and no failure.</summary>
    public async Task<int> TryRunAsync(Step step, Action<string> onLine)
    {
        PipeTarget lines = PipeTarget.ToDelegate(onLine);
        try
        {
            CommandResult result = await Cli.Wrap(Program)
                .WithArguments(Arguments)
                .WithWorkingDirectory(Directory)
                .WithEnvironmentVariables(Environment)
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(lines)
                .WithStandardErrorPipe(lines)
                .ExecuteAsync(step.Cancellation);
            return result.ExitCode;
        }
        catch (Win32Exception exception)
        {
            throw new BuildException($"{Program} could not be started: {exception.Message}");
        }
    }

    public override string ToString() => $"{Program} {string.Join(' ', Arguments)}";
}
