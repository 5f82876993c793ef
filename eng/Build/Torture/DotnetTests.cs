using System.Globalization;
using RustInterop.Build.Crates;
using RustInterop.Build.Tests;

namespace RustInterop.Build.Torture;

/// <summary>
/// The .NET tests with libraries that are built for a tool, after the tool has shown that it sees the faults planted for
/// it.
/// </summary>
internal abstract class DotnetTests(string name) : Check(name)
{
    // The first three don't call the library from the test process.
    private const string Tests =
        "FullyQualifiedName!~Tests.Packaging&FullyQualifiedName!~Tests.Samples&FullyQualifiedName!~Tests.Tool&FullyQualifiedName!~Tests.Torture";

    // For each property, instead of 100.
    private const string Samples = "1000";

    protected abstract IReadOnlyList<PlantedFault> Faults { get; }

    /// <summary>Below <see cref="Repository.Torture"/>.</summary>
    protected abstract string Folder { get; }

    /// <summary>Tests that can't pass with the tool's libraries, each with the reason.</summary>
    protected virtual IReadOnlyList<string> Excluded =>
    [
        // The equipment exports more than the documented functions.
        "Crossing.ExportsTests.Library_Exports_AreTheFunctionsOfTheHeader",
    ];

    private string Program => Path.Combine(Folder, "program");

    private string Results => Path.Combine(Folder, "results");

    /// <summary>Builds the libraries that replace those beside the tests.</summary>
    protected abstract Task<IReadOnlyList<string>> BuildLibrariesAsync(Step step);

    /// <summary>Variables for the test process.</summary>
    protected virtual Task<IReadOnlyDictionary<string, string>> ReadEnvironmentAsync(Step step) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    public override async Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time)
    {
        // Some tests start a program with the equipment in place of the library.
        await Cargo.BuildEquipment().RunAsync(step);
        await Dotnet.Publish(Repository.TestsProject, "-o", Program).RunAsync(step);
        foreach (string library in await BuildLibrariesAsync(step))
        {
            File.Copy(library, Path.Combine(Program, Equipment.NameInPlace(library)), overwrite: true);
        }

        Dictionary<string, string> environment = new(await ReadEnvironmentAsync(step)) { ["CsCheck_Iter"] = Samples };
        foreach (PlantedFault fault in Faults)
        {
            await fault.ExpectReportAsync(step, Test($"FullyQualifiedName=RustInterop.Tests.Torture.PlantedFaults.{fault.Name}"));
        }

        Repository.MakeEmpty(Results);
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
            PlantedFault.Seen(Faults),
        ];

        Tool Test(string tests) =>
            Dotnet.RunTests(Path.Combine(Program, "RustInterop.Tests.dll"), Results, tests, environment);
    }
}

/// <summary>The .NET tests one at a time. Each has to leave Rust's live bytes as it found them.</summary>
internal sealed class CountedTests() : DotnetTests(".NET tests, bytes counted")
{
    public override TimeSpan Cost => TimeSpan.FromMinutes(3.5);

    protected override IReadOnlyList<PlantedFault> Faults =>
        [new("Leak", "librust_interop.so has ")];

    protected override string Folder => Path.Combine(Repository.Torture, "counted-suite");

    protected override async Task<IReadOnlyList<string>> BuildLibrariesAsync(Step step)
    {
        string workshop = Path.Combine(Folder, "workshop");
        await Cargo.BuildEquipment().RunAsync(step);
        await Cargo.BuildCounting(Repository.Workshop, workshop).RunAsync(step);
        return [Equipment.Library, Path.Combine(workshop, "debug", "libworkshop.so")];
    }

    protected override Task<IReadOnlyDictionary<string, string>> ReadEnvironmentAsync(Step step) =>
        // For a backtrace, the standard library keeps the debug information that it has read.
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["RUST_BACKTRACE"] = "0" });
}

/// <summary>The .NET tests with libraries that AddressSanitizer watches.</summary>
internal sealed class SanitizedTests() : DotnetTests(".NET tests, AddressSanitizer")
{
    public override TimeSpan Cost => TimeSpan.FromMinutes(2.5);

    public override IReadOnlyList<string> Packages => [Clang, Runtimes];

    protected override IReadOnlyList<PlantedFault> Faults =>
    [
        new("UseAfterFree", "AddressSanitizer: heap-use-after-free"),
        new("DoubleFree", "AddressSanitizer: attempting double-free"),
        new("StringGivenBackTwice", "AddressSanitizer: heap-use-after-free"),
    ];

    protected override IReadOnlyList<string> Excluded =>
    [
        .. base.Excluded,
        // The sanitizer keeps freed memory for a while, and takes minutes for a million calls.
        "Crossing.MemoryTests.StartProcedure_MillionCalls_LeaveMemoryFlatAndNoStringOut",
        // The sanitizer sees the second free before the library does.
        "Faults.CallersProcessTests.FreeMem_SameStringTwice_EndsTheProcessWithOneLine",
        // The sanitizer reserves terabytes of address space, which the test's memory limit forbids.
        "Faults.ScarceResourcesTests.StartProcedure_FarMoreOutputThanTheLimit_KeepsTheLimitInLittleMemory",
    ];

    protected override string Folder => Path.Combine(Repository.Torture, "sanitized-suite");

    protected override async Task<IReadOnlyList<string>> BuildLibrariesAsync(Step step)
    {
        (string Crate, string[] Package, string Library)[] crates =
        [
            (Repository.Native, Equipment.Package, Path.GetFileName(Equipment.Library)),
            (Repository.Workshop, [], "libworkshop.so"),
        ];
        List<string> libraries = [];
        foreach ((string crate, string[] package, string library) in crates)
        {
            string target = Path.Combine(Folder, Path.GetFileNameWithoutExtension(library));
            await Cargo.BuildSanitized(crate, target, Triple, package).RunAsync(step);
            libraries.Add(Path.Combine(target, Triple, "debug", library));
        }

        return libraries;
    }

    protected override async Task<IReadOnlyDictionary<string, string>> ReadEnvironmentAsync(Step step) =>
        new Dictionary<string, string>
        {
            // The library does not contain the runtime, which has to be loaded before everything else, even .NET.
            ["LD_PRELOAD"] = await new Tool(Clang, "-print-file-name=libclang_rt.asan-x86_64.so").TryReadAsync(step)
                ?? throw new BuildException($"{Clang} does not say where its runtime is"),
            // .NET turns the signals into exceptions, on stacks of its own. What it keeps until the end is no leak.
            ["ASAN_OPTIONS"] = "handle_segv=0:handle_sigfpe=0:use_sigaltstack=0:detect_leaks=0",
        };
}
