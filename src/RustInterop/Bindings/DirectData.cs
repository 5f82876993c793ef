using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>For generated code: an argument of a direct call that is text or bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct DirectData
{
    private const int MostBytesOfAChar = 3;

    private readonly int _argument;
    private readonly string? _text;
    private readonly RustHandle? _handle;
    private readonly bool _isHeld;

    /// <summary>Text.</summary>
    /// <param name="argument">Which argument it is, counted from 0.</param>
    /// <param name="text">The text.</param>
    public DirectData(int argument, string text)
    {
        _argument = argument;
        _text = text;
    }

    /// <summary>Bytes, which are pinned during the call.</summary>
    /// <param name="argument">Which argument it is, counted from 0.</param>
    /// <param name="bytes">The bytes.</param>
    public DirectData(int argument, ReadOnlySpan<byte> bytes)
    {
        _argument = argument;
        Bytes = bytes;
    }

    /// <summary>Bytes, which Rust shares if they are its own, and copies otherwise.</summary>
    /// <param name="argument">Which argument it is, counted from 0.</param>
    /// <param name="library">The library that gets them.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="ObjectDisposedException">The bytes were disposed of.</exception>
    public DirectData(int argument, GeneratedLibrary library, RustBytes bytes)
    {
        _argument = argument;
        _handle = bytes.HandleIn(library.Load());
        // Those of another library could be freed meanwhile.
        Bytes = _handle is not null ? [] : bytes.IsOwn ? bytes.Span : bytes.ToArray();
    }

    private DirectData(int argument, RustHandle held)
    {
        _argument = argument;
        _handle = held;
        _isHeld = true;
    }

    /// <summary>The bytes that have to be pinned.</summary>
    internal ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Whether nothing has to be done for it before the call and after it.</summary>
    /// <param name="room">How many bytes there are for a text.</param>
    internal bool IsReady(int room) => _text is null ? _handle is null || _isHeld : _text.Length <= room / MostBytesOfAChar;

    /// <summary>The same, ready.</summary>
    /// <param name="owner">Keeps it ready until the call has ended.</param>
    /// <exception cref="ArgumentException">A text has half a surrogate pair.</exception>
    /// <exception cref="ObjectDisposedException">The bytes were disposed of.</exception>
    internal DirectData MakeReady(out DirectDataOwner owner)
    {
        owner = default;
        if (_text is not null)
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(_text));
            owner = new(rented, handle: null);
            return new(_argument, rented.AsSpan(0, Encode(_text, rented)));
        }

        if (_handle is not null)
        {
            bool held = false;
            _handle.DangerousAddRef(ref held);
            owner = new(rented: null, _handle);
            return new(_argument, _handle);
        }

        return this;
    }

    /// <summary>Puts it among the arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="pinned">Where its bytes are.</param>
    /// <param name="room">Memory for a text.</param>
    /// <param name="capacity">How many bytes that is.</param>
    /// <exception cref="ArgumentException">It has half a surrogate pair.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void PutAmong(DirectValue* arguments, byte* pinned, byte* room, int capacity)
    {
        if (_text is not null)
        {
            arguments[_argument] = DirectValue.OfBytes(room, Encode(_text, new Span<byte>(room, capacity)));
        }
        else if (pinned is not null)
        {
            arguments[_argument] = DirectValue.OfBytes(pinned, Bytes.Length);
        }
        else if (_handle is not null)
        {
            arguments[_argument] = DirectValue.OfHandle(_handle.Number);
        }
    }

    private static int Encode(string text, Span<byte> room) =>
        Utf8.FromUtf16(text, room, out _, out int length, replaceInvalidSequences: false) == OperationStatus.Done
            ? length
            : throw Utf16.NotUnicode("input", "A text of the input", Utf16.IndexOfLoneSurrogate(text));
}

/// <summary>What an argument of a direct call needs until the call has ended.</summary>
internal readonly struct DirectDataOwner(byte[]? rented, RustHandle? handle) : IDisposable
{
    public void Dispose()
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        handle?.DangerousRelease();
    }
}
