using RustInterop.Loading.Images;

namespace RustInterop.VerifyPackage.Formats;

/// <summary>What an ELF library has in store for the loader besides what <see cref="ElfImage"/> tells.</summary>
internal sealed class ElfLayout
{
    /// <summary>The bits of <see cref="Segment.Flags"/>.</summary>
    public const uint Executable = 1;

    /// <inheritdoc cref="Executable"/>
    public const uint Writable = 2;

    private const uint DynamicSegment = 2;
    private const uint DynamicSymbols = 11;

    private readonly ElfImage _image;
    private readonly ImageBytes _header;

    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public ElfLayout(ElfImage image)
    {
        _image = image;
        _header = image.Read(0, Pick(64, 52));
        Segments = [.. Table(Pick(32, 28), Pick(54, 42)).Select(entry => new Segment(
            entry.U32(0), entry.U32(Pick(4, 24)), Word(entry, Pick(8, 4)), Word(entry, Pick(32, 16))))];
        Dynamic = [.. Segments.Where(segment => segment.Type == DynamicSegment)
            .SelectMany(segment => Entries(segment.Offset, Pick(16, 8), segment.Length / Pick(16, 8)))
            .Select(entry => (Word(entry, 0), Word(entry, Pick(8, 4))))
            .TakeWhile(entry => entry.Item1 != 0)];
    }

    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>DT_NEEDED and so on.</summary>
    public IReadOnlyList<(ulong Tag, ulong Value)> Dynamic { get; }

    /// <summary>The value of a tag; 0 where it is not there.</summary>
    public ulong Value(ulong tag) => Dynamic.FirstOrDefault(entry => entry.Tag == tag).Value;

    /// <summary>The names of all symbols that others can bind to, functions or not.</summary>
    public IEnumerable<string> Exports()
    {
        List<ImageBytes> sections = [.. Table(Pick(40, 32), Pick(58, 46))];
        foreach (ImageBytes section in sections.Where(section => section.U32(4) == DynamicSymbols))
        {
            ImageBytes texts = sections[(int)section.U32(Pick(40, 24))];
            ImageBytes names = _image.Read(Word(texts, Pick(24, 16)), Word(texts, Pick(32, 20)));
            ulong size = Pick(24, 16);
            foreach (ImageBytes symbol in Entries(Word(section, Pick(24, 16)), size, Word(section, Pick(32, 20)) / size))
            {
                bool isLocal = symbol.U8(Pick(4, 12)) >> 4 == 0;
                bool isUndefined = symbol.U16(Pick(6, 14)) == 0;
                if (!isLocal && !isUndefined)
                {
                    yield return names.Text(symbol.U32(0));
                }
            }
        }
    }

    /// <summary>The entries of a table; where the header has its offset, and their size, which their number follows.</summary>
    private IEnumerable<ImageBytes> Table(ulong offset, ulong size) =>
        Entries(Word(_header, offset), _header.U16(size), _header.U16(size + 2));

    private IEnumerable<ImageBytes> Entries(ulong offset, ulong size, ulong count)
    {
        for (ulong index = 0; index < count; index++)
        {
            yield return _image.Read(offset + (index * size), size);
        }
    }

    private ulong Word(ImageBytes bytes, ulong at) => bytes.Word(at, _image.Is64);

    private ulong Pick(ulong of64, ulong of32) => _image.Is64 ? of64 : of32;

    /// <summary>A part of the file that is loaded, or that says something about loading.</summary>
    internal sealed record Segment(uint Type, uint Flags, ulong Offset, ulong Length);
}
