using RustInterop.VerifyPackage.Formats;

namespace RustInterop.VerifyPackage.Rules;

/// <summary>Loading a library does not make the stacks of the process executable.</summary>
internal sealed class StackRule : ILibraryRule
{
    private const uint StackSegment = 0x6474_e551;

    public IEnumerable<Finding> Check(PackedLibrary library) =>
        // Without the segment, the loader takes it that the stack has to be executable.
        library.Elf is { } elf && !elf.Segments.Any(segment =>
            segment.Type == StackSegment && (segment.Flags & ElfLayout.Executable) == 0)
            ? [new Finding(library.File, "asks for an executable stack", "a segment PT_GNU_STACK that is not executable")]
            : [];
}
