using RustInterop.Build.Crates;

namespace RustInterop.Build.Consumers;

/// <summary>The program tests/consumers/Records, with crates of a user's in tests/crates, and the C# generated from them.</summary>
internal sealed record RecordsConsumer(string Name, string? RuntimeIdentifier, string How)
    : Consumer(Name, RuntimeIdentifier, How)
{
    private const string Project = "Records";
    private const string Printed = "every member is the same in C# and in Rust";

    // Outside the sources. Both programs share it.
    protected override IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["CARGO_TARGET_DIR"] = Path.Combine(ConsumerPackages.Root, "records-target"),
    };

    protected override async Task<long?> UseAsync(Step step)
    {
        string output = await PublishAsync(step, Project, Repository.Version, $"-p:CargoArguments={Cargo.UsersArguments}");
        string program = Path.Combine(output, Project);
        Tool tool = RuntimeIdentifier is null ? new Tool("dotnet", program + ".dll") : new Tool(program);
        List<string> lines = [];
        int exitCode = await tool.TryRunAsync(step, lines.Add, step.Log);
        string printed = string.Join('\n', lines);
        return exitCode == 0 && printed == Printed
            ? SizeOf(output)
            : throw new BuildException($"it ended with exit code {exitCode} and printed: {printed}");
    }
}
