namespace RustInterop.Build.Consumers;

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
