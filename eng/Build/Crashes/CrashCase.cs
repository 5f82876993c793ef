using RustInterop.Build.Fleet;

namespace RustInterop.Build.Crashes;

/// <summary>Something that happens to the processes of a job.</summary>
/// <param name="Store">Where the job is kept.</param>
/// <param name="Event">What happens.</param>
/// <param name="Silos">How many there are.</param>
/// <param name="PlayAsync">Starts the job, lets it happen, and checks what has to hold.</param>
internal sealed record CrashCase(FleetStore Store, string Event, int Silos, Func<CrashRun, int, Task<Verdict>> PlayAsync)
{
    public string Name => $"{Store}/{Event}".ToLowerInvariant();

    /// <summary>Whether each silo has a network namespace of its own.</summary>
    public bool HasNetworks { get; init; }
}

/// <summary>What a case has shown.</summary>
/// <param name="Broken">The promises that do not hold.</param>
/// <param name="Figures">What became of the hosts, and what was measured.</param>
internal sealed record Verdict(IReadOnlyList<string> Broken, string Figures)
{
    public static Verdict Of(Promises promises, params string[] figures) =>
        new(promises.Broken, string.Join("; ", [promises.Summary, .. figures]));
}
