using RustInterop.Build.Cross;

namespace RustInterop.Build.Consumers;

/// <summary>The program tests/consumers/App.</summary>
internal sealed record AppConsumer(string Name, string? RuntimeIdentifier, string How)
    : Consumer(Name, RuntimeIdentifier, How)
{
    public const string Project = "App";

    public override string? Runner => Target?.DotnetRunner;

    /// <summary>How many native libraries lie in the folder that it is published to.</summary>
    public int Libraries { get; init; } = 1;

    private Target? Target => Target.All.SingleOrDefault(target => target.RuntimeIdentifier == RuntimeIdentifier);

    /// <summary>What it prints when all is well.</summary>
    public static string Printed(string version) => $"Rust is here\nRustInterop {version} works";

    protected override async Task<long?> UseAsync(Step step)
    {
        string output = await PublishAsync(step, Project, Repository.Version);
        long size = SizeOf(output);
        CheckLibraries(output);

        List<string> lines = [];
        int exitCode = await RunAsync(step, output, lines.Add);
        string printed = string.Join('\n', lines);
        return exitCode == 0 && printed == Printed(Repository.Version)
            ? size
            : throw new BuildException($"it ended with exit code {exitCode} and printed: {printed}");
    }

    private void CheckLibraries(string output)
    {
        string[] found = [.. Directory.GetFiles(output, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileNameWithoutExtension(file) is "rust_interop" or "librust_interop")
            .Select(file => Path.GetRelativePath(output, file))];
        if (found.Length != Libraries)
        {
            throw new BuildException(
                $"{found.Length} native libraries were published ({string.Join(", ", found)}), and it should be {Libraries}");
        }
    }

    private Task<int> RunAsync(Step step, string output, Action<string> onOutput)
    {
        string program = Path.Combine(output, Project);
        if (Target is { Emulator.Count: > 0 } or MuslTarget)
        {
            return Target.RunAsync(step, program + Target.ProgramExtension, onOutput);
        }

        Tool tool = RuntimeIdentifier is null ? new Tool("dotnet", program + ".dll") : new Tool(program);
        return (tool with
        {
            Directory = output,
            // Where a single file puts the libraries in it.
            Environment = new Dictionary<string, string?> { ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(Folder, "extracted") },
        }).TryRunAsync(step, onOutput, step.Log);
    }
}
