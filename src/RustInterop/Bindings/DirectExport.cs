using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>For generated code: the direct entry of an export, whose arguments and result cross without JSON: as they are, or in compact form. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class DirectExport
{
    // Most texts are shorter.
    private const int Room = 512;

    private readonly LibraryExports _library;
    private readonly delegate* unmanaged[Cdecl]<DirectValue*, nuint, DirectResult*, nint> _entry;
    private readonly ErrorReader _readError;

    internal DirectExport(LibraryExports library, nint entry, ErrorReader readError)
    {
        _library = library;
        _entry = (delegate* unmanaged[Cdecl]<DirectValue*, nuint, DirectResult*, nint>)entry;
        _readError = readError;
    }

    /// <summary>Reads an error reply.</summary>
    internal delegate RustException ErrorReader(in RustString reply, Exception? cause);

    /// <summary>Calls an export that returns a number, or nothing.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="self">An object among the arguments, or null.</param>
    /// <param name="other">Another one, or null.</param>
    /// <returns>The number, or its bits.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Invoke(ReadOnlySpan<DirectValue> arguments, RustObject? self, RustObject? other)
    {
        Unsafe.SkipInit(out DirectResult result);
        Call(arguments, &result, self, other);
        return result.Value.Number;
    }

    /// <summary>Calls an export that returns a text.</summary>
    /// <inheritdoc cref="Invoke(ReadOnlySpan{DirectValue}, RustObject?, RustObject?)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string InvokeForText(ReadOnlySpan<DirectValue> arguments, RustObject? self, RustObject? other)
    {
        byte* room = stackalloc byte[Room];
        DirectResult result = new() { Room = room, Capacity = Room };
        Call(arguments, &result, self, other);
        return Text(in result);
    }

    /// <summary>Calls an export that returns bytes.</summary>
    /// <inheritdoc cref="Invoke(ReadOnlySpan{DirectValue}, RustObject?, RustObject?)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public RustBytes InvokeForBytes(ReadOnlySpan<DirectValue> arguments, RustObject? self, RustObject? other)
    {
        byte* room = stackalloc byte[Room];
        DirectResult result = new() { Room = room, Capacity = Room };
        Call(arguments, &result, self, other);
        return Bytes(in result);
    }

    /// <summary>Calls an export that returns an object.</summary>
    /// <inheritdoc cref="Invoke(ReadOnlySpan{DirectValue}, RustObject?, RustObject?)"/>
    public RustHandle InvokeForHandle(ReadOnlySpan<DirectValue> arguments, RustObject? self, RustObject? other) =>
        new(_library, Invoke(arguments, self, other));

    /// <summary>Calls an export that returns a value in compact form.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="self">An object among the arguments, or null.</param>
    /// <param name="other">Another one, or null.</param>
    /// <param name="read">Reads the value.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public T InvokeForValue<T>(ReadOnlySpan<DirectValue> arguments, RustObject? self, RustObject? other, CompactRead<T> read)
    {
        byte* room = stackalloc byte[Room];
        DirectResult result = new() { Room = room, Capacity = Room };
        Call(arguments, &result, self, other);
        return Value(in result, read);
    }

    /// <summary>Calls an export that takes texts or bytes, and returns a number or nothing.</summary>
    /// <param name="arguments">The arguments, with an empty value for each text and for each bytes.</param>
    /// <param name="first">A text or bytes, or the default for none.</param>
    /// <param name="second">As above, and so on.</param>
    /// <param name="third">As above, and so on.</param>
    /// <param name="fourth">As above.</param>
    /// <param name="self">An object among the arguments, or null.</param>
    /// <param name="other">Another one, or null.</param>
    /// <returns>The number, or its bits.</returns>
    /// <exception cref="ArgumentException">A text has half a surrogate pair.</exception>
    [SkipLocalsInit]
    public ulong Invoke(
        Span<DirectValue> arguments, DirectData first, DirectData second, DirectData third, DirectData fourth, RustObject? self, RustObject? other)
    {
        Unsafe.SkipInit(out DirectResult result);
        Call(arguments, in first, in second, in third, in fourth, &result, self, other);
        return result.Value.Number;
    }

    /// <summary>Calls an export that takes texts or bytes, and returns a text.</summary>
    /// <inheritdoc cref="Invoke(Span{DirectValue}, DirectData, DirectData, DirectData, DirectData, RustObject?, RustObject?)"/>
    [SkipLocalsInit]
    public string InvokeForText(
        Span<DirectValue> arguments, DirectData first, DirectData second, DirectData third, DirectData fourth, RustObject? self, RustObject? other)
    {
        byte* room = stackalloc byte[Room];
        DirectResult result = new() { Room = room, Capacity = Room };
        Call(arguments, in first, in second, in third, in fourth, &result, self, other);
        return Text(in result);
    }

    /// <summary>Calls an export that takes texts or bytes, and returns bytes.</summary>
    /// <inheritdoc cref="Invoke(Span{DirectValue}, DirectData, DirectData, DirectData, DirectData, RustObject?, RustObject?)"/>
    [SkipLocalsInit]
    public RustBytes InvokeForBytes(
        Span<DirectValue> arguments, DirectData first, DirectData second, DirectData third, DirectData fourth, RustObject? self, RustObject? other)
    {
        byte* room = stackalloc byte[Room];
        DirectResult result = new() { Room = room, Capacity = Room };
        Call(arguments, in first, in second, in third, in fourth, &result, self, other);
        return Bytes(in result);
    }

    /// <summary>Calls an export that takes texts or bytes, and returns an object.</summary>
    /// <inheritdoc cref="Invoke(Span{DirectValue}, DirectData, DirectData, DirectData, DirectData, RustObject?, RustObject?)"/>
    public RustHandle InvokeForHandle(
        Span<DirectValue> arguments, DirectData first, DirectData second, DirectData third, DirectData fourth, RustObject? self, RustObject? other) =>
        new(_library, Invoke(arguments, first, second, third, fourth, self, other));

    /// <summary>Calls an export that takes texts, bytes or values in compact form, and returns a value in compact form.</summary>
    /// <param name="arguments">The arguments, with an empty value for each text and for each bytes.</param>
    /// <param name="first">A text or bytes, or the default for none.</param>
    /// <param name="second">As above, and so on.</param>
    /// <param name="third">As above, and so on.</param>
    /// <param name="fourth">As above.</param>
    /// <param name="self">An object among the arguments, or null.</param>
    /// <param name="other">Another one, or null.</param>
    /// <param name="read">Reads the value.</param>
    /// <exception cref="ArgumentException">A text has half a surrogate pair.</exception>
    [SkipLocalsInit]
    public T InvokeForValue<T>(
        Span<DirectValue> arguments, DirectData first, DirectData second, DirectData third, DirectData fourth, RustObject? self, RustObject? other, CompactRead<T> read)
    {
        byte* room = stackalloc byte[Room];
        DirectResult result = new() { Room = room, Capacity = Room };
        Call(arguments, in first, in second, in third, in fourth, &result, self, other);
        return Value(in result, read);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Call(ReadOnlySpan<DirectValue> arguments, DirectResult* result, RustObject? self, RustObject? other)
    {
        fixed (DirectValue* values = arguments)
        {
            Call(values, arguments.Length, result, self, other);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Call(
        Span<DirectValue> arguments, in DirectData first, in DirectData second, in DirectData third, in DirectData fourth, DirectResult* result, RustObject? self, RustObject? other)
    {
        const int RoomOfEach = Room / 2;
        if (!first.IsReady(RoomOfEach) || !second.IsReady(RoomOfEach) || !third.IsReady(RoomOfEach) || !fourth.IsReady(RoomOfEach))
        {
            CallWithOwners(arguments, in first, in second, in third, in fourth, result, self, other);
            return;
        }

        byte* scratch = stackalloc byte[4 * RoomOfEach];
        fixed (DirectValue* values = arguments)
        fixed (byte* one = first.Bytes, two = second.Bytes, three = third.Bytes, four = fourth.Bytes)
        {
            first.PutAmong(values, one, scratch, RoomOfEach);
            second.PutAmong(values, two, scratch + RoomOfEach, RoomOfEach);
            third.PutAmong(values, three, scratch + (2 * RoomOfEach), RoomOfEach);
            fourth.PutAmong(values, four, scratch + (3 * RoomOfEach), RoomOfEach);
            Call(values, arguments.Length, result, self, other);
        }
    }

    private void CallWithOwners(
        Span<DirectValue> arguments, in DirectData first, in DirectData second, in DirectData third, in DirectData fourth, DirectResult* result, RustObject? self, RustObject? other)
    {
        DirectDataOwner firstOwner = default, secondOwner = default, thirdOwner = default, fourthOwner = default;
        try
        {
            Call(
                arguments,
                first.MakeReady(out firstOwner),
                second.MakeReady(out secondOwner),
                third.MakeReady(out thirdOwner),
                fourth.MakeReady(out fourthOwner),
                result,
                self,
                other);
        }
        finally
        {
            fourthOwner.Dispose();
            thirdOwner.Dispose();
            secondOwner.Dispose();
            firstOwner.Dispose();
        }
    }

    // There is no try around the call, which would take longer: nothing here throws between its beginning and its end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Call(DirectValue* arguments, int count, DirectResult* result, RustObject? self, RustObject? other)
    {
        VectorRegisters.ClearAtBeginning(never: _entry is null);
        if (BlockingCall.AreWatched)
        {
            CallWatched(arguments, count, result, self, other);
        }
        else if (_entry(arguments, (nuint)count, result) is nint error and not 0)
        {
            Throw(error, BlockingCall.ThrownUnwatched, self, other);
        }

        GC.KeepAlive(self);
        GC.KeepAlive(other);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CallWatched(DirectValue* arguments, int count, DirectResult* result, RustObject? self, RustObject? other)
    {
        VectorRegisters.ClearAtBeginning(never: _entry is null);
        BlockingCall call = new(CallingThread.Current);
        nint error = _entry(arguments, (nuint)count, result);
        Exception? cause = call.LastThrown;
        call.Dispose();
        if (error != 0)
        {
            Throw(error, cause, self, other);
        }
    }

    [DoesNotReturn]
    private void Throw(nint error, Exception? cause, RustObject? self, RustObject? other)
    {
        using RustString reply = new(_library, error);
        RustException exception = _readError(in reply, cause);
        if (exception.Kind == RustErrorKind.InvalidHandle)
        {
            // Another thread has disposed of it since its handle was read.
            self?.ThrowIfDisposed();
            other?.ThrowIfDisposed();
        }

        throw exception;
    }

    private T Value<T>(in DirectResult result, CompactRead<T> read)
    {
        if (result.Handle == 0)
        {
            return Read(new(result.Value.Data, (int)result.Value.Length), read);
        }

        try
        {
            return Read(new(result.Value.Data, LengthOf(in result)), read);
        }
        finally
        {
            _library.Drop(result.Handle);
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever the reason, the reply does not fit the type. The caller gets it as the inner exception.")]
    private static T Read<T>(ReadOnlySpan<byte> bytes, CompactRead<T> read)
    {
        try
        {
            CompactReader reader = new(bytes);
            T value = read(ref reader);
            reader.End();
            return value;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw ReplyErrors.Unreadable(exception);
        }
    }

    private string Text(in DirectResult result)
    {
        if (result.Handle == 0)
        {
            return Encoding.UTF8.GetString(result.Value.Data, (int)result.Value.Length);
        }

        try
        {
            return Encoding.UTF8.GetString(result.Value.Data, LengthOf(in result));
        }
        finally
        {
            _library.Drop(result.Handle);
        }
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The bytes own the handle.")]
    private RustBytes Bytes(in DirectResult result)
    {
        if (result.Handle == 0)
        {
            return RustBytes.Copied(new ReadOnlySpan<byte>(result.Value.Data, (int)result.Value.Length));
        }

        try
        {
            int length = LengthOf(in result);
            return new(new RustHandle(_library, result.Handle), (nint)result.Value.Data, length);
        }
        catch (RustException)
        {
            _library.Drop(result.Handle);
            throw;
        }
    }

    private static int LengthOf(in DirectResult result) => result.Value.Length <= int.MaxValue
        ? (int)result.Value.Length
        : throw ReplyErrors.Unreadable(new JsonException($"{result.Value.Length} bytes are more than a span can have"));
}
