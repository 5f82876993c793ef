using Microsoft.Build.Utilities;

namespace RustInterop.Build;

/// <summary>
/// Builds the crates of a project with cargo, each only if something changed on which its library depends, and writes their C#.
/// </summary>
public sealed class BuildRustCrates : RustCrateTask
{
    /// <summary>How the project treats warnings. When it changes, cargo repeats those of the last build.</summary>
    public string Warnings { get; set; } = "";

    private protected override void Run(CancellationToken cancellation)
    {
        CrateBuilder builder = new(Log, Warnings);
        List<TaskItem> generated = [];
        foreach (RustCrate crate in ResolveAll(cancellation))
        {
            builder.BuildIfChanged(crate, cancellation);
            if (crate.Generated.Update(crate, cancellation))
            {
                generated.Add(new(crate.Generated.ItemPath));
            }
        }

        Generated = [.. generated];
    }
}
