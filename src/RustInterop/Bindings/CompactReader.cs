using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace RustInterop.Bindings;

/// <summary>For generated code: reads a value in compact form.</summary>
/// <param name="reader">What reads it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T CompactRead<T>(ref CompactReader reader);

/// <summary>For generated code: reads values in compact form, straight from Rust's memory.</summary>
// native/interop/src/compact.rs says what the form is
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct CompactReader
{
    // As JsonTypes has it.
    private const int MostLevels = 128;

    private ReadOnlySpan<byte> _rest;
    private int _levels;

    internal CompactReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>The error for bytes that are not the value.</summary>
    public static JsonException Malformed() => new("the compact form is not that of the type");

    /// <summary>Begins a value that has others in it.</summary>
    /// <exception cref="JsonException">It is too deep.</exception>
    public void Enter()
    {
        if (++_levels > MostLevels)
        {
            throw new JsonException($"the value is deeper than {MostLevels} levels");
        }
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public void Leave() => _levels--;

    /// <summary>Reads a number.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public byte ReadByte() => Next(sizeof(byte))[0];

    /// <inheritdoc cref="ReadByte"/>
    public sbyte ReadSByte() => unchecked((sbyte)ReadByte());

    /// <inheritdoc cref="ReadByte"/>
    public short ReadInt16() => BinaryPrimitives.ReadInt16LittleEndian(Next(sizeof(short)));

    /// <inheritdoc cref="ReadByte"/>
    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Next(sizeof(ushort)));

    /// <inheritdoc cref="ReadByte"/>
    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Next(sizeof(int)));

    /// <inheritdoc cref="ReadByte"/>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Next(sizeof(uint)));

    /// <inheritdoc cref="ReadByte"/>
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Next(sizeof(long)));

    /// <inheritdoc cref="ReadByte"/>
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Next(sizeof(ulong)));

    /// <inheritdoc cref="ReadByte"/>
    public Int128 ReadInt128() => BinaryPrimitives.ReadInt128LittleEndian(Next(2 * sizeof(ulong)));

    /// <inheritdoc cref="ReadByte"/>
    public UInt128 ReadUInt128() => BinaryPrimitives.ReadUInt128LittleEndian(Next(2 * sizeof(ulong)));

    /// <inheritdoc cref="ReadByte"/>
    public float ReadSingle() => BinaryPrimitives.ReadSingleLittleEndian(Next(sizeof(float)));

    /// <inheritdoc cref="ReadByte"/>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Next(sizeof(double)));

    /// <summary>Reads a truth value, or whether a value comes next.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public bool ReadBoolean() => ReadByte() switch
    {
        0 => false,
        1 => true,
        _ => throw Malformed(),
    };

    /// <summary>Reads a character.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public Rune ReadRune() => Rune.TryCreate(ReadUInt32(), out Rune rune) ? rune : throw Malformed();

    /// <summary>Reads a text.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public string ReadString()
    {
        ReadOnlySpan<byte> text = Next(ReadCount());
        // Most texts are ASCII, which Latin 1 reads in one pass.
        return Ascii.IsValid(text) ? Encoding.Latin1.GetString(text) : Encoding.UTF8.GetString(text);
    }

    /// <summary>Reads a time span.</summary>
    /// <exception cref="JsonException">There is none, or it is longer than .NET's may be.</exception>
    public TimeSpan ReadTimeSpan() => new(Seconds.ToTicks<TimeSpan>(ReadUInt64(), ReadUInt32(), DurationConverter.Most));

    /// <summary>Reads a time.</summary>
    /// <exception cref="JsonException">There is none, or it is later than .NET's may be.</exception>
    public DateTimeOffset ReadDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddTicks(Seconds.ToTicks<DateTimeOffset>(ReadUInt64(), ReadUInt32(), SystemTimeConverter.Most));

    /// <summary>Reads an address.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public IPAddress ReadIPAddress() => IPAddress.TryParse(ReadString(), out IPAddress? address) ? address : throw Malformed();

    /// <summary>Reads a unit, or a record without members.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public ValueTuple ReadUnit() => ReadByte() == 0 ? default : throw Malformed();

    /// <summary>Reads which variant of an enum it is.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public uint ReadIndex() => ReadUInt32();

    /// <summary>Reads an enum without data.</summary>
    /// <param name="count">How many variants there are.</param>
    /// <exception cref="JsonException">There is none.</exception>
    public int ReadIndex(int count) => ReadUInt32() is uint index && index < (uint)count ? (int)index : throw Malformed();

    /// <summary>Reads how many items come next, each of which has a byte at least.</summary>
    /// <exception cref="JsonException">There are fewer bytes.</exception>
    public int ReadCount() => ReadUInt32() is uint count && count <= (uint)_rest.Length ? (int)count : throw Malformed();

    /// <summary>Reads how many items come next, which is known.</summary>
    /// <param name="count">The number.</param>
    /// <exception cref="JsonException">It is another one.</exception>
    public void ReadCount(int count)
    {
        if (ReadUInt32() != (uint)count)
        {
            throw Malformed();
        }
    }

    /// <exception cref="JsonException">Something is left.</exception>
    internal readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw Malformed();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Next(int count)
    {
        ReadOnlySpan<byte> rest = _rest;
        if ((uint)count > (uint)rest.Length)
        {
            throw Malformed();
        }

        _rest = rest[count..];
        return rest[..count];
    }
}
