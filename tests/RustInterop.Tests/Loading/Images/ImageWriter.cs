using System.Buffers.Binary;
using System.Text;

namespace RustInterop.Tests.Loading.Images;

/// <summary>Writes the tables of an image by hand, at the offsets that its format gives them.</summary>
internal sealed class ImageWriter(int length, bool bigEndian = false)
{
    internal byte[] Bytes { get; } = new byte[length];

    internal ImageWriter U16(int at, int value)
    {
        Write(at, 2, (uint)value);
        return this;
    }

    internal ImageWriter U32(int at, uint value)
    {
        Write(at, 4, value);
        return this;
    }

    internal ImageWriter U64(int at, ulong value)
    {
        Write(at, 8, value);
        return this;
    }

    internal ImageWriter Text(int at, string text) => Raw(at, Encoding.Latin1.GetBytes(text));

    internal ImageWriter Raw(int at, params byte[] bytes)
    {
        bytes.CopyTo(Bytes, at);
        return this;
    }

    private void Write(int at, int size, ulong value)
    {
        byte[] eight = new byte[8];
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(eight, value);
            eight.AsSpan(8 - size).CopyTo(Bytes.AsSpan(at));
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(eight, value);
            eight.AsSpan(0, size).CopyTo(Bytes.AsSpan(at));
        }
    }
}
