using System.Buffers.Binary;

namespace RustInterop.Loading.Images;

/// <summary>
/// What the file of a library says about it, as far as it may be a reason not to load. The constructors read the header alone, so
/// that a file that is damaged further on still says what it is made for.
/// </summary>
internal abstract class LibraryImage
{
    /// <summary>The system that it is made for, by the names of <see cref="Platform.System"/>.</summary>
    internal abstract string System { get; }

    /// <summary>The processors that it is made for, by the names of <see cref="Platform.Processor"/>.</summary>
    internal abstract IReadOnlyList<string> Processors { get; }

    /// <summary>What it is if it is no library, such as "a program".</summary>
    internal abstract string? OtherKind { get; }

    /// <summary>The image in a file, or <see langword="null"/> if the file is of no format that libraries have.</summary>
    /// <exception cref="BadImageFormatException">The file is damaged.</exception>
    internal static LibraryImage? Of(ImageFile file)
    {
        ReadOnlySpan<byte> magic = file.Beginning(4);
        return magic.StartsWith(ElfImage.Magic) ? new ElfImage(file)
            : magic.StartsWith(PeImage.Magic) ? new PeImage(file)
            : magic.Length == 4 && MachOImage.IsMagic(BinaryPrimitives.ReadUInt32BigEndian(magic), file) ? new MachOImage(file)
            : null;
    }

    /// <summary>The libraries that it needs; none for one of macOS, whose loader says by itself what is missing.</summary>
    /// <exception cref="BadImageFormatException">The file is damaged.</exception>
    internal virtual IReadOnlyList<string> Needed() => [];

    /// <exception cref="BadImageFormatException">The file ends before what has to be loaded of it does.</exception>
    internal virtual void CheckLength()
    {
    }
}
