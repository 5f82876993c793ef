using System.Buffers.Binary;

namespace RustInterop.Loading.Images;

/// <summary>
/// The facts in a library's file that may keep it from loading. The constructors only read the header, so that a file which is
/// damaged further on still says what it is made for.
/// </summary>
internal abstract class LibraryImage
{
    /// <summary>The system that it is made for, by the names of <see cref="Platform.System"/>.</summary>
    internal abstract string System { get; }

    /// <summary>The processors that it is made for, by the names of <see cref="Platform.Processor"/>.</summary>
    internal abstract IReadOnlyList<string> Processors { get; }

    /// <summary>What it is if it is not a library, such as "a program".</summary>
    internal abstract string? OtherKind { get; }

    /// <summary>The image in a file, or <see langword="null"/> if the file has no format of a library.</summary>
    /// <exception cref="BadImageFormatException">The file is damaged.</exception>
    internal static LibraryImage? Of(ImageFile file)
    {
        ReadOnlySpan<byte> magic = file.Beginning(4);
        return magic.StartsWith(ElfImage.Magic) ? new ElfImage(file)
            : magic.StartsWith(PeImage.Magic) ? new PeImage(file)
            : magic.Length == 4 && MachOImage.IsMagic(BinaryPrimitives.ReadUInt32BigEndian(magic), file) ? new MachOImage(file)
            : null;
    }

    /// <summary>The libraries that it needs; none on macOS, whose loader itself says what is missing.</summary>
    /// <exception cref="BadImageFormatException">The file is damaged.</exception>
    internal virtual IReadOnlyList<string> Needed() => [];

    /// <exception cref="BadImageFormatException">The file is too short for what has to be loaded of it.</exception>
    internal virtual void CheckLength()
    {
    }
}
