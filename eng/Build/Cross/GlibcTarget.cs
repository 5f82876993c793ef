using RustInterop.Build.Linking;

namespace RustInterop.Build.Cross;

/// <summary>Linux with glibc, as old as .NET 10 itself supports.</summary>
internal sealed record GlibcTarget(string RuntimeIdentifier, string Triple, string Compiler)
    : Target(RuntimeIdentifier, Triple, Compiler)
{
    public override IReadOnlyList<string> Prepare(CancellationToken cancellation) =>
        FlagsOf(GlibcStandIn.Make(Compiler, LinkFolder, GlibcStandIn.Newest, cancellation));
}
