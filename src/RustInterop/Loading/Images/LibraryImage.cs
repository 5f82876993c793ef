using System.Buffers.Binary;

namespace RustInterop.Loading.Images;

/// <summary>
/// What the file of a library says about it. The constructors read the header alone, so that a file that is damaged
/// further on can still tell what it is made for.
/// </summary>
internal abstract class LibraryImage
{
    /// <summary>The system that it is made for, by the names of <see cref="Platform.System"/>.</summary>
    internal abstract string System { get; }

    /// <summary>The processors that it is made for, by the names of <see cref="Platform.Processor"/>.</summary>
    internal abstract IReadOnlyList<string> Processors { get; }

    /// <summary>What it is where it is no library, such as "a program".</summary>
    internal abstract string? OtherKind { get; }

    /// <summary>The libraries without which it does not load.</summary>
    /// <exception cref="BadImageFormatException">The file is damaged.</exception>
    internal abstract IReadOnlyList<string> Needed();

    /// <exception cref="BadImageFormatException">The file ends before what has to be loaded of it does.</exception>
    internal abstract void CheckLength();

    /// <summary>The functions that it exports, in no order, under the names by which the loader finds them.</summary>
    /// <exception cref="BadImageFormatException">The file is damaged.</exception>
    internal abstract IEnumerable<string> Functions();

    /// <summary>The functions that a library exports, each once, in ordinal order.</summary>
    /// <exception cref="BadImageFormatException">The file is no library, or a damaged one.</exception>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    internal static IReadOnlyList<string> ExportsOf(string path)
    {
        using ImageFile file = new(path);
        LibraryImage image = Of(file) ?? throw BadImage.NoLibrary(OtherFile.Describe(file));
        return [.. image.Functions().Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The image that a file holds; null where it is of no format that libraries have.</summary>
    /// <exception cref="BadImageFormatException">The file is damaged.</exception>
    internal static LibraryImage? Of(ImageFile file)
    {
        ReadOnlySpan<byte> magic = file.Beginning(4);
        return magic.StartsWith(ElfImage.Magic) ? new ElfImage(file)
            : magic.StartsWith(PeImage.Magic) ? new PeImage(file)
            : magic.Length < 4 ? null
            : BinaryPrimitives.ReadUInt32BigEndian(magic) is uint number && UniversalImage.IsMagic(number, file)
                ? new UniversalImage(file)
            : MachOImage.IsMagic(number) ? new MachOImage(file, 0)
            : null;
    }
}
