namespace RustInterop.VerifyPackage.Rules;

/// <summary>The loader has nothing to change in the code of a library, which it would have to make writable.</summary>
internal sealed class TextRelocationRule : ILibraryRule
{
    private const ulong TextRelocations = 22;
    private const ulong Flags = 30;
    private const ulong TextRelocationsOfFlags = 4;

    public IEnumerable<Finding> Check(PackedLibrary library) =>
        library.Elf is { } elf
            && (elf.Dynamic.Any(entry => entry.Tag == TextRelocations) || (elf.Value(Flags) & TextRelocationsOfFlags) != 0)
            ? [new Finding(library.File, "has relocations in its code", "no DT_TEXTREL")]
            : [];
}
