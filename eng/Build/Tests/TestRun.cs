using RustInterop.Build.Consumers;
using RustInterop.Build.Crates;

namespace RustInterop.Build.Tests;

/// <summary>Runs the tests of both languages and counts them.</summary>
internal sealed class TestRun
{
    public TestCounts Counts { get; private set; } = TestCounts.None;

    /// <summary>Whether a runner has ended, so that there is something to report.</summary>
    public bool HasBegun { get; private set; }

    public Task RunCargoAsync(CancellationToken cancellation) =>
        Step.RunAsync("cargo test", async step =>
        {
            TestCounts counts = TestCounts.None;
            int exitCode = 0;
            foreach (Tool tests in Repository.Crates.Select(Cargo.Test))
            {
                int testsExitCode = await tests.TryRunAsync(step, line =>
                {
                    Log(step, line, isPassed: line.EndsWith(" ... ok", StringComparison.Ordinal));
                    counts += TestCounts.FromCargo(line);
                });
                exitCode = exitCode == 0 ? testsExitCode : exitCode;
            }

            Add(counts, exitCode);
        }, cancellation);

    /// <param name="projects">Whether to run the tests that build whole projects too.</param>
    /// <param name="cancellation">Ends the run.</param>
    public Task RunDotnetAsync(bool projects, CancellationToken cancellation) =>
        Step.RunAsync("dotnet test", async step =>
        {
            Repository.MakeEmpty(Repository.TestResults);
            Tool tests = Dotnet.Test(Repository.Solution, Repository.TestResults, projects ? null : "Suite!=Projects");
            int exitCode = await tests.TryRunAsync(step, line =>
                Log(step, line, isPassed: line.StartsWith("  Passed ", StringComparison.Ordinal)));
            TestCounts counts = TestCounts.None;
            foreach (string report in Directory.GetFiles(Repository.TestResults, "*.trx"))
            {
                counts += TestCounts.FromTrx(report, Step.Note, step.Log);
            }

            Add(counts, exitCode);
        }, cancellation);

    /// <summary>Runs a selection of the hostile suite.</summary>
    public Task RunHostileAsync(CancellationToken cancellation) =>
        Step.RunAsync("hostile servers", async step =>
        {
            await Cargo.Build().RunAsync(step);
            TestCounts counts = TestCounts.None;
            int exitCode = await HostileSuite.Run(Cargo.BuiltLibrary, ["--quick"]).TryRunAsync(step, line =>
            {
                Log(step, line, isPassed: line.EndsWith("  ok", StringComparison.Ordinal));
                counts += TestCounts.FromHostile(line);
            });
            Add(counts, exitCode);
        }, cancellation);

    public async Task RunConsumersAsync(CancellationToken cancellation)
    {
        TestCounts counts = await ConsumerRun.RunAsync(cancellation);
        await Step.RunAsync("consumers", _ =>
        {
            Add(counts, exitCode: 0);
            return Task.CompletedTask;
        }, cancellation);
    }

    private static void Log(Step step, string line, bool isPassed)
    {
        if (isPassed)
        {
            step.LogProgress(line);
        }
        else
        {
            step.Log(line);
        }
    }

    private void Add(TestCounts counts, int exitCode)
    {
        HasBegun = true;
        // A runner that ended early failed, even if its report has no failed test.
        bool endedEarly = counts.Failed == 0 && (exitCode != 0 || counts.Total == 0);
        Counts += endedEarly ? counts with { Failed = 1 } : counts;
        if (counts.Total == 0)
        {
            throw new BuildException($"the runner reported no tests (exit code {exitCode})");
        }

        if (endedEarly)
        {
            throw new BuildException($"the runner ended early with exit code {exitCode}");
        }

        if (counts.Failed > 0)
        {
            throw new BuildException($"{counts}");
        }
    }
}
