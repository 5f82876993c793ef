namespace RustInterop.Build;

/// <summary>Builds the crates of a project with cargo, each only if something changed on which its library depends.</summary>
public sealed class BuildRustCrates : RustCrateTask
{
    /// <summary>How the project treats warnings. When it changes, cargo repeats those of the last build.</summary>
    public string Warnings { get; set; } = "";

    private protected override void Run(CancellationToken cancellation)
    {
        CrateBuilder builder = new(Log, Warnings);
        foreach (RustCrate crate in ResolveAll(cancellation))
        {
            builder.BuildIfChanged(crate, cancellation);
        }
    }
}
