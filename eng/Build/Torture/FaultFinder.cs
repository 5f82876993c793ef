using System.Globalization;

namespace RustInterop.Build.Torture;

/// <summary>A tool under which the crate's own tests run, after it has shown that it sees what was planted for it.</summary>
internal abstract class FaultFinder(string name) : Check(name)
{
    protected const string Triple = "x86_64-unknown-linux-gnu";

    protected abstract IReadOnlyList<PlantedFault> Faults { get; }

    /// <summary>Which test binaries run, as cargo test is told.</summary>
    protected abstract IReadOnlyList<string> Binaries { get; }

    /// <summary>Which of their tests, as the binaries are told.</summary>
    protected virtual IReadOnlyList<string> Filters => [];

    /// <summary>Below <see cref="Repository.Torture"/>.</summary>
    protected abstract string TargetFolder { get; }

    /// <summary>Cargo on the crates that are shipped and those of the tests, which it builds for the tool.</summary>
    protected abstract Tool CallCargo(string verb, params string[] arguments);

    public override async Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time)
    {
        // Programs in C link with them. Where tests are chosen, cargo builds none.
        await CallCargo("build", "--examples").RunAsync(step);
        foreach (PlantedFault fault in Faults)
        {
            await fault.ExpectReportAsync(step,
                CallCargo("test", [.. PlantedFault.TestArguments, "--", "--ignored", "--exact", fault.Name]));
        }

        TestCounts counts = TestCounts.None;
        await CallCargo("test", ["--no-fail-fast", .. Binaries, "--", .. Filters]).RunAsync(step, line =>
        {
            step.Log(line);
            counts += TestCounts.FromCargo(line);
        });
        if (counts.Passed == 0)
        {
            throw new BuildException("no tests ran");
        }

        return
        [
            new Figure("tests passed", counts.Passed.ToString(CultureInfo.InvariantCulture)),
            new Figure($"planted faults seen ({string.Join(", ", Faults.Select(fault => fault.Name))})",
                $"{Faults.Count} of {Faults.Count}"),
        ];
    }
}
