using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>For generated code: writes values in compact form. A value that has none is refused, and the call crosses as JSON.</summary>
// native/interop/src/compact.rs says what the form is
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct CompactWriter : IDisposable
{
    // Enough for most values that are not lists.
    private const int KeptCapacity = 4096;

    private const int MostBytesOfAChar = 3;
    private const int LongestAddress = 65;

    // Whatever Rust refuses because of its depth is deeper.
    private const int MostLevels = 128;

    private readonly CallingThread _thread;
    private byte[] _buffer;
    private int _length;
    private int _levels;

    private CompactWriter(CallingThread thread)
    {
        _thread = thread;
        _buffer = thread.KeptBytes ?? new byte[KeptCapacity];
        // A call within this one needs another buffer.
        thread.KeptBytes = null;
        IsComplete = true;
    }

    /// <summary>Whether all that was written has a compact form.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>How many bytes were written.</summary>
    public readonly int Length => _length;

    /// <summary>Begins to write. Dispose of the writer after the call.</summary>
    public static CompactWriter Begin() => new(CallingThread.Current);

    /// <summary>The items of a list where they are; nothing if only the list itself can say that.</summary>
    /// <param name="list">The list.</param>
    /// <param name="count">How many there are.</param>
    public static ReadOnlySpan<T> SpanOf<T>(IReadOnlyList<T> list, out int count)
    {
        ReadOnlySpan<T> items = list switch
        {
            List<T> usual => CollectionsMarshal.AsSpan(usual),
            T[] array => array,
            _ => default,
        };
        count = items.IsEmpty ? list.Count : items.Length;
        return items;
    }

    /// <summary>What was written from one place to another.</summary>
    /// <param name="start">The first place.</param>
    /// <param name="end">The place behind the last one.</param>
    public readonly ReadOnlySpan<byte> Between(int start, int end) => _buffer.AsSpan(start, end - start);

    /// <summary>The value has no compact form.</summary>
    public void Refuse() => IsComplete = false;

    /// <summary>Begins a value that has others in it.</summary>
    /// <returns>False if it is too deep to be written.</returns>
    public bool Enter()
    {
        _levels++;
        return _levels <= MostLevels && IsComplete;
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public void Leave() => _levels--;

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    public void Write(byte value) => Next(sizeof(byte))[0] = value;

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(sbyte value) => Write(unchecked((byte)value));

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(short value) => BinaryPrimitives.WriteInt16LittleEndian(Next(sizeof(short)), value);

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(sizeof(ushort)), value);

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Next(sizeof(int)), value);

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(sizeof(uint)), value);

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(sizeof(long)), value);

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Next(sizeof(ulong)), value);

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(Int128 value) => BinaryPrimitives.WriteInt128LittleEndian(Next(2 * sizeof(ulong)), value);

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Next(2 * sizeof(ulong)), value);

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(float value) => BinaryPrimitives.WriteSingleLittleEndian(Next(sizeof(float)), value);

    /// <inheritdoc cref="Write(byte)"/>
    public void Write(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Next(sizeof(double)), value);

    /// <summary>Writes a truth value.</summary>
    /// <param name="value">The value.</param>
    public void Write(bool value) => Write(value ? (byte)1 : (byte)0);

    /// <summary>Writes a character.</summary>
    /// <param name="value">The character.</param>
    public void Write(Rune value) => Write(value.Value);

    /// <summary>Writes a text. Null, and one with half a surrogate pair, have no compact form.</summary>
    /// <param name="value">The text.</param>
    public void Write(string? value)
    {
        if (value is null || value.Length > (int.MaxValue - sizeof(int)) / MostBytesOfAChar)
        {
            Refuse();
            return;
        }

        Reserve(sizeof(int) + (value.Length * MostBytesOfAChar));
        Span<byte> space = _buffer.AsSpan(_length);
        // Most texts are ASCII.
        if (Ascii.FromUtf16(value, space[sizeof(int)..], out int written) != OperationStatus.Done
            && Utf8.FromUtf16(value, space[sizeof(int)..], out _, out written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            Refuse();
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(space, written);
        _length += sizeof(int) + written;
    }

    /// <summary>Writes a time span. A negative one has no compact form.</summary>
    /// <param name="value">The time span.</param>
    public void Write(TimeSpan value) => WriteTicks(value.Ticks);

    /// <summary>Writes a time. One before 1970 has no compact form.</summary>
    /// <param name="value">The time.</param>
    public void Write(DateTimeOffset value) => WriteTicks((value - DateTimeOffset.UnixEpoch).Ticks);

    /// <summary>Writes an address. Null has no compact form.</summary>
    /// <param name="value">The address.</param>
    public void Write(IPAddress? value)
    {
        Reserve(sizeof(int) + LongestAddress);
        Span<byte> space = _buffer.AsSpan(_length);
        if (value is null || !value.TryFormat(space[sizeof(int)..], out int written))
        {
            Refuse();
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(space, written);
        _length += sizeof(int) + written;
    }

    /// <summary>Writes a unit, or a record without members.</summary>
    public void WriteUnit() => Write((byte)0);

    /// <summary>Writes that there is no value.</summary>
    public void WriteNone() => Write((byte)0);

    /// <summary>Writes that there is a value, which comes next.</summary>
    public void WriteSome() => Write((byte)1);

    /// <summary>Writes which variant of an enum it is.</summary>
    /// <param name="index">Its index.</param>
    public void WriteIndex(int index) => Write(index);

    /// <summary>Writes an enum without data. A number without a name has no compact form.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="count">How many variants there are.</param>
    public void WriteIndex(int index, int count)
    {
        if ((uint)index >= (uint)count)
        {
            Refuse();
        }

        Write(index);
    }

    /// <summary>Writes how many items come next.</summary>
    /// <param name="count">The number.</param>
    public void WriteCount(int count) => Write(count);

    /// <summary>Writes how many items there were since an earlier count.</summary>
    /// <param name="place">The <see cref="Length"/> before that count.</param>
    /// <param name="count">The number.</param>
    public readonly void CorrectCount(int place, int count) => BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(place), count);

    /// <summary>Keeps the buffer for this thread's next call.</summary>
    public void Dispose()
    {
        if (_buffer.Length == KeptCapacity)
        {
            _thread.KeptBytes = _buffer;
        }
        else
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
    }

    private void WriteTicks(long ticks)
    {
        if (ticks < 0)
        {
            Refuse();
            return;
        }

        Write((ulong)(ticks / TimeSpan.TicksPerSecond));
        Write((uint)(ticks % TimeSpan.TicksPerSecond * Seconds.NanosecondsPerTick));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Next(int count)
    {
        Reserve(count);
        Span<byte> next = _buffer.AsSpan(_length, count);
        _length += count;
        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Grow(count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        int needed = checked(_length + count);
        // Rented ones have another size than a kept one.
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Dispose();
        _buffer = larger;
    }
}
