namespace RustInterop.Build.Torture;

/// <summary>The tests of .NET one at a time, each of which has to leave Rust's live bytes as it found them.</summary>
internal sealed class CountedSuite() : DotnetSuite(".NET tests, bytes counted")
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
}
