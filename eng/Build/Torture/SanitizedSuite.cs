namespace RustInterop.Build.Torture;

/// <summary>The tests of .NET with libraries that AddressSanitizer watches.</summary>
internal sealed class SanitizedSuite() : DotnetSuite(".NET tests, AddressSanitizer")
{
    private const string Clang = "clang-19";
    private const string Triple = "x86_64-unknown-linux-gnu";

    public override TimeSpan Cost => TimeSpan.FromMinutes(2.5);

    public override IReadOnlyList<string> Packages => [Clang, "libclang-rt-19-dev"];

    protected override IReadOnlyList<PlantedFault> Faults =>
    [
        new("UseAfterFree", "AddressSanitizer: heap-use-after-free"),
        new("DoubleFree", "AddressSanitizer: attempting double-free"),
        new("StringGivenBackTwice", "AddressSanitizer: heap-use-after-free"),
    ];

    protected override IReadOnlyList<string> Excluded =>
    [
        .. base.Excluded,
        // The sanitizer keeps what was freed, for a while, and a million of its calls take minutes.
        "Crossing.MemoryTests.StartProcedure_MillionCalls_LeaveMemoryFlatAndNoStringOut",
        // The sanitizer sees the second free before the library does.
        "Faults.MisuseTests.FreeMem_SameStringTwice_EndsTheProcessWithOneLine",
        // The sanitizer reserves terabytes of addresses, which the test's limit on memory forbids.
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
            // The library has no runtime in it, and it has to be there before any other: before .NET itself.
            ["LD_PRELOAD"] = await new Tool(Clang, "-print-file-name=libclang_rt.asan-x86_64.so").TryReadAsync(step)
                ?? throw new BuildException($"{Clang} does not say where its runtime is"),
            // .NET makes exceptions of the signals, and has stacks of its own for them; what it keeps at the end is no leak.
            ["ASAN_OPTIONS"] = "handle_segv=0:handle_sigfpe=0:use_sigaltstack=0:detect_leaks=0",
        };
}
