using System.Buffers.Binary;
using System.Text;

namespace RustInterop.Loading.Images;

/// <summary>A piece of a library's file, in its byte order. Whatever would lie beyond its end throws.</summary>
internal sealed class ImageBytes
{
    private readonly ImageFile _file;
    private readonly byte[] _bytes;
    private readonly bool _bigEndian;

    internal ImageBytes(ImageFile file, byte[] bytes, bool bigEndian)
    {
        _file = file;
        _bytes = bytes;
        _bigEndian = bigEndian;
    }

    internal int Length => _bytes.Length;

    internal byte U8(ulong at) => Slice(at, 1)[0];

    internal ushort U16(ulong at) => _bigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(Slice(at, 2))
        : BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2));

    internal uint U32(ulong at) => _bigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(Slice(at, 4))
        : BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4));

    internal ulong U64(ulong at) => _bigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(Slice(at, 8))
        : BinaryPrimitives.ReadUInt64LittleEndian(Slice(at, 8));

    /// <summary>An address or a size, as wide as the processor's.</summary>
    internal ulong Word(ulong at, bool is64) => is64 ? U64(at) : U32(at);

    /// <summary>The NUL-terminated text there.</summary>
    internal string Text(ulong at)
    {
        ReadOnlySpan<byte> rest = Slice(at, 0, toEnd: true);
        int length = rest.IndexOf((byte)0);
        if (length < 0)
        {
            throw BadImage.Damaged("a text in it has no end");
        }

        // The same text may be asked for again and again.
        _file.Spend((ulong)length);
        return Encoding.UTF8.GetString(rest[..length]);
    }

    private ReadOnlySpan<byte> Slice(ulong at, int length, bool toEnd = false)
    {
        ulong size = (ulong)_bytes.Length;
        if (at > size || (ulong)length > size - at)
        {
            throw BadImage.Damaged("a table in it is shorter than it says");
        }

        return toEnd ? _bytes.AsSpan((int)at) : _bytes.AsSpan((int)at, length);
    }
}
