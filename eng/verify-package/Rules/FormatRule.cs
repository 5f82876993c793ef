using RustInterop.Loading.Images;

namespace RustInterop.VerifyPackage.Rules;

/// <summary>A library is of the format, for the processor and with the C library of its runtime identifier, and whole.</summary>
internal sealed class FormatRule : ILibraryRule
{
    public IEnumerable<Finding> Check(PackedLibrary library)
    {
        LibraryImage image = library.Image;
        image.CheckLength();
        string? problem = image.OtherKind is { } kind ? $"is {kind}"
            : image.System != library.Target.System || !image.Processors.SequenceEqual([library.Target.Processor])
                ? $"is made for {image.System}, {string.Join(", ", image.Processors)}"
            : image is ElfImage elf && elf.CLibrary() is { } found && found != library.Target.CLibrary ? $"is made for {found}"
            : null;
        return problem is null ? [] : [new Finding(library.File, problem, $"a library for {library.Target}")];
    }
}
