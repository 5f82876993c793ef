using System.Globalization;

namespace RustInterop.Build.Torture;

/// <summary>
/// The tests of .NET, with a library that is built for a tool in the place of the ordinary one, after the tool has shown
/// that it sees what was planted for it.
/// </summary>
internal abstract class DotnetSuite(string name) : Check(name)
{
    // Neither of the first two crosses into the library from the tests' own process.
    private const string Tests =
        "FullyQualifiedName!~Tests.Packaging&FullyQualifiedName!~Tests.Samples&FullyQualifiedName!~Tests.Planted";

    // Of each property, which takes 100 where nothing is said.
    private const string Samples = "1000";

    protected abstract IReadOnlyList<PlantedFault> Faults { get; }

    /// <summary>Below <see cref="Repository.Torture"/>.</summary>
    protected abstract string Folder { get; }

    /// <summary>Tests that cannot pass with the library of the tool, each with its reason beside it.</summary>
    protected virtual IReadOnlyList<string> Excluded =>
    [
        // It exports more than the documented functions.
        "Crossing.ExportsTests.Library_Exports_AreTheFunctionsOfTheHeader",
    ];

    private string Program => Path.Combine(Folder, "program");

    private string Results => Path.Combine(Folder, "results");

    /// <summary>Builds what takes the place of the libraries beside the tests.</summary>
    /// <returns>The files.</returns>
    protected abstract Task<IReadOnlyList<string>> BuildLibrariesAsync(Step step);

    /// <summary>Variables for the process of the tests.</summary>
    protected virtual Task<IReadOnlyDictionary<string, string>> ReadEnvironmentAsync(Step step) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    public override async Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time)
    {
        // Tests of what a library does that panics start a program with one.
        await Cargo.BuildEquipment().RunAsync(step);
        await Dotnet.Publish(Repository.TestsProject, "-o", Program).RunAsync(step);
        foreach (string library in await BuildLibrariesAsync(step))
        {
            File.Copy(library, Path.Combine(Program, Equipment.NameInPlace(library)), overwrite: true);
        }

        Dictionary<string, string> environment = new(await ReadEnvironmentAsync(step)) { ["CsCheck_Iter"] = Samples };
        foreach (PlantedFault fault in Faults)
        {
            await fault.ExpectReportAsync(step, Test($"FullyQualifiedName=RustInterop.Tests.Planted.PlantedFaults.{fault.Name}"));
        }

        EmptyFolder.Create(Results);
        string filter = string.Join('&', [Tests, .. Excluded.Select(test => $"FullyQualifiedName!~{test}")]);
        int exitCode = await Test(filter).TryRunAsync(step, step.LogProgress);
        TestCounts counts = TestCounts.None;
        foreach (string report in Directory.GetFiles(Results, "*.trx"))
        {
            counts += TestCounts.FromTrx(report, step.LogProgress, step.Log);
        }

        if (exitCode != 0 || counts.Failed > 0 || counts.Passed == 0)
        {
            throw new BuildException($"{counts} (exit code {exitCode})");
        }

        return
        [
            new Figure("tests passed", counts.Passed.ToString(CultureInfo.InvariantCulture)),
            new Figure("skipped", counts.Skipped.ToString(CultureInfo.InvariantCulture)),
            new Figure($"planted faults seen ({string.Join(", ", Faults.Select(fault => fault.Name))})",
                $"{Faults.Count} of {Faults.Count}"),
        ];

        Tool Test(string tests) =>
            Dotnet.RunTests(Path.Combine(Program, "RustInterop.Tests.dll"), Results, tests, environment);
    }
}
