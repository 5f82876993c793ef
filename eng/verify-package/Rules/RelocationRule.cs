namespace RustInterop.VerifyPackage.Rules;

/// <summary>
/// All addresses that the loader fills in are filled in at once and read-only from then on (full RELRO), so that no
/// overwritten one turns a call elsewhere.
/// </summary>
internal sealed class RelocationRule : ILibraryRule
{
    private const uint RelroSegment = 0x6474_e552;
    private const ulong BindNow = 24;
    private const ulong Flags = 30;
    private const ulong Flags1 = 0x6fff_fffb;
    private const ulong NowOfFlags = 8;
    private const ulong NowOfFlags1 = 1;

    public IEnumerable<Finding> Check(PackedLibrary library)
    {
        if (library.Elf is not { } elf)
        {
            yield break;
        }

        if (!elf.Segments.Any(segment => segment.Type == RelroSegment))
        {
            yield return new Finding(library.File, "leaves its relocated addresses writable", "a segment PT_GNU_RELRO");
        }

        if (!elf.Dynamic.Any(entry => entry.Tag == BindNow)
            && (elf.Value(Flags) & NowOfFlags) == 0
            && (elf.Value(Flags1) & NowOfFlags1) == 0)
        {
            yield return new Finding(library.File, "binds functions at their first call", "BIND_NOW");
        }
    }
}
