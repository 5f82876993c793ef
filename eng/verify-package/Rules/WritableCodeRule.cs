using RustInterop.VerifyPackage.Formats;

namespace RustInterop.VerifyPackage.Rules;

/// <summary>No part of a library is both writable and executable.</summary>
internal sealed class WritableCodeRule : ILibraryRule
{
    private const uint LoadSegment = 1;
    private const uint WritableCode = ElfLayout.Writable | ElfLayout.Executable;

    public IEnumerable<Finding> Check(PackedLibrary library)
    {
        IEnumerable<string> elf = library.Elf?.Segments
            .Where(segment => segment.Type == LoadSegment && (segment.Flags & WritableCode) == WritableCode)
            .Select(segment => $"segment at 0x{segment.Offset:x}") ?? [];
        IEnumerable<string> pe = library.Pe?.WritableCodeSections.Select(name => $"section {name}") ?? [];
        return elf.Concat(pe).Select(part =>
            new Finding(library.File, $"has a {part} that is writable and executable", "either"));
    }
}
