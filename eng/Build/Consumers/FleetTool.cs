namespace RustInterop.Build.Consumers;

/// <summary>The command fleet, published from its own project as a native program.</summary>
internal sealed record FleetToolConsumer() : Consumer("fleet ahead of time", "linux-x64", "`PublishAot`")
{
    private const string Printed = "a: hello\nb: hello";

    protected override async Task<long?> UseAsync(Step step)
    {
        string output = Path.Combine(Folder, Repository.Version);
        await RunWithoutWarningAsync(step, Dotnet.Publish(
            Repository.ToolProject, "-r", RuntimeIdentifier!, "-p:PublishAot=true", "-o", output));
        List<string> lines = [];
        int exitCode = await new Tool(Path.Combine(output, "fleet"), "-w", "a,b", "-f1", "--transport", "local", "echo hello")
            .TryRunAsync(step, lines.Add, step.Log);
        string printed = string.Join('\n', lines);
        return exitCode == 0 && printed == Printed
            ? SizeOf(output)
            : throw new BuildException($"it ended with exit code {exitCode} and printed: {printed}");
    }
}
