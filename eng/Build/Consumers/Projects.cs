using CliWrap;
using RustInterop.Build.Cross;
using RustInterop.Build.Tests;

namespace RustInterop.Build.Consumers;

/// <summary>The program tests/consumers/App.</summary>
internal sealed record AppConsumer(string Name, string? RuntimeIdentifier, string How)
    : Consumer(Name, RuntimeIdentifier, How)
{
    public const string Project = "App";

    public override string? Runner => Target?.DotnetRunner;

    /// <summary>How many native libraries the published folder has to have.</summary>
    public int Libraries { get; init; } = 1;

    private Target? Target => Target.All.SingleOrDefault(target => target.RuntimeIdentifier == RuntimeIdentifier);

    /// <summary>What it prints if it works.</summary>
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
                $"{found.Length} native libraries were published ({string.Join(", ", found)}) instead of {Libraries}");
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
            // Where a single-file program extracts its libraries to.
            Environment = new Dictionary<string, string?> { ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(Folder, "extracted") },
        }).TryRunAsync(step, onOutput, step.Log);
    }
}

/// <summary>The ASP.NET Core server tests/consumers/Server, with one request.</summary>
internal sealed record ServerConsumer() : Consumer("server", null, "framework-dependent")
{
    private const string Project = "Server";
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan s_mostTimeToEnd = TimeSpan.FromSeconds(10);

    protected override async Task<long?> UseAsync(Step step)
    {
        string output = await PublishAsync(step, Project, Repository.Version);
        string answer = await AskAsync(step, output);
        return answer == "0 hosts failed" ? SizeOf(output) : throw new BuildException($"it answered: {answer}");
    }

    private static async Task<string> AskAsync(Step step, string output)
    {
        TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource asked = new();
        using CancellationTokenSource killed = CancellationTokenSource.CreateLinkedTokenSource(step.Cancellation);
        CommandTask<CommandResult> server = Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(output, $"{Project}.dll"), "--urls", "http://127.0.0.1:0"])
            .WithWorkingDirectory(output)
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(OnLine))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(step.Log))
            .ExecuteAsync(killed.Token, asked.Token);
        try
        {
            await Task.WhenAny(address.Task, server);
            if (!address.Task.IsCompleted)
            {
                throw new BuildException($"it ended with exit code {(await server).ExitCode} before it listened");
            }

            using HttpClient client = new();
            return await client.GetStringAsync(await address.Task, step.Cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new BuildException($"it did not answer: {exception.Message}");
        }
        finally
        {
            // The same as Ctrl-C, which the server does not get if this build runs in the background of a shell.
            await asked.CancelAsync();
            killed.CancelAfter(s_mostTimeToEnd);
            await ((Task)server).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void OnLine(string line)
        {
            step.Log(line);
            int index = line.IndexOf(Listening, StringComparison.Ordinal);
            if (index >= 0)
            {
                address.TrySetResult(new Uri(line[(index + Listening.Length)..]));
            }
        }
    }
}

/// <summary>The xunit project tests/consumers/Tests.</summary>
internal sealed record TestsConsumer() : Consumer("tests", null, "dotnet test")
{
    protected override async Task<long?> UseAsync(Step step)
    {
        string results = Path.Combine(Folder, "results");
        await RunWithoutWarningAsync(step, ConsumerPackages.With(Dotnet.TestProject(
            ConsumerPackages.ProjectFolder("Tests"), results,
            ConsumerPackages.Arguments(Path.Combine(Folder, "build"), Repository.Version))));
        TestCounts counts = TestCounts.FromTrx(Directory.GetFiles(results, "*.trx").Single(), step.Log, step.Log);
        return counts == new TestCounts(1, 0, 0) ? null : throw new BuildException($"{counts}");
    }
}
