using RustInterop.Build.Cross;

namespace RustInterop.Build.Torture;

/// <summary>ThreadSanitizer over the tests of callbacks, cancels and the pool, with a standard library that is built for it.</summary>
internal sealed class ThreadSanitizer() : FaultFinder("ThreadSanitizer")
{
    private const string Clang = "clang-19";

    public override TimeSpan Cost => TimeSpan.FromMinutes(2);

    public override IReadOnlyList<string> Packages => [.. DebianRust.Packages, Clang, "libclang-rt-19-dev"];

    protected override IReadOnlyList<PlantedFault> Faults => [new("data_race", "ThreadSanitizer: data race")];

    // Not those that fork: the sanitizer does not follow a process with threads into its copy.
    protected override IReadOnlyList<string> Binaries =>
        ["--lib", "--test", "long_running", "--test", "own_procedures", "--test", "contract"];

    protected override string TargetFolder => Path.Combine(Repository.Torture, "thread");

    public override async Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time)
    {
        await DebianRust.FetchCratesAsync(step);
        return await base.RunAsync(step, time);
    }

    protected override Tool CallCargo(string verb, params string[] arguments) =>
        // Debian's Rust does not carry the runtime.
        DebianRust.Call(verb, Triple, TargetFolder,
            ["-Zsanitizer=thread", "-Zexternal-clangrt", $"-Clinker={Clang}", "-Clink-arg=-fsanitize=thread"],
            ["--workspace", .. Cargo.NotFuzzing, .. arguments]);
}
