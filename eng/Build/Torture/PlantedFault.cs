namespace RustInterop.Build.Torture;

/// <summary>
/// A fault that tests/crates/equipment commits when a test has it do so: its own, or one of tests/RustInterop.Tests/Planted.
/// </summary>
/// <param name="Name">The test's.</param>
/// <param name="Report">What a tool that sees it says of it.</param>
internal sealed record PlantedFault(string Name, string Report)
{
    public static IReadOnlyList<string> TestArguments { get; } = ["--test", "faults"];

    /// <summary>Runs the test under the tool and sees that the tool ends it and says why.</summary>
    /// <exception cref="BuildException">The tool has not seen the fault.</exception>
    public async Task ExpectReportAsync(Step step, Tool test)
    {
        bool isSeen = false;
        // No line of it is a failure of the step's.
        int exitCode = await test.TryRunAsync(step, line =>
        {
            step.LogProgress(line);
            isSeen |= line.Contains(Report, StringComparison.Ordinal);
        });
        if (exitCode == 0 || !isSeen)
        {
            throw new BuildException($"{Name} was planted, and the tool did not say: {Report} (exit code {exitCode})");
        }
    }
}
