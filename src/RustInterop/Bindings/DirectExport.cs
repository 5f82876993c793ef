using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>For generated code: the direct entry of an export, whose arguments and result cross without JSON: as they are, or in compact form. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class DirectExport
{
    // Most texts are shorter.
    private const int Room = 512;
    private const int RoomOfText = Room / 2;

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

    /// <summary>Calls an export that takes at most two numbers, and returns a number or nothing.</summary>
    /// <param name="count">How many arguments there are.</param>
    /// <param name="first">An argument, or its bits; anything for none.</param>
    /// <param name="second">As above.</param>
    /// <returns>The number, or its bits.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Invoke(int count, ulong first, ulong second)
    {
        Pair arguments;
        arguments.First = new(first);
        arguments.Second = new(second);
        Unsafe.SkipInit(out DirectResult result);
        Call(&arguments.First, count, &result, null, null);
        return result.Value.Number;
    }

    /// <summary>Calls an export that takes one or two objects or numbers, and returns a number or nothing.</summary>
    /// <param name="count">How many arguments there are.</param>
    /// <param name="first">An argument.</param>
    /// <param name="second">As above, or the default for none.</param>
    /// <param name="self">An object among the arguments.</param>
    /// <param name="other">Another one, or null.</param>
    /// <returns>The number, or its bits.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Invoke(int count, DirectValue first, DirectValue second, RustObject self, RustObject? other)
    {
        Pair arguments;
        arguments.First = first;
        arguments.Second = second;
        Unsafe.SkipInit(out DirectResult result);
        Call(&arguments.First, count, &result, self, other);
        return result.Value.Number;
    }

    /// <summary>Calls an export that takes at most one text or bytes, and returns a number or nothing.</summary>
    /// <param name="arguments">The arguments, with an empty value for the text or the bytes.</param>
    /// <param name="data">The text or the bytes, or the default for none.</param>
    /// <param name="self">An object among the arguments, or null.</param>
    /// <param name="other">Another one, or null.</param>
    /// <returns>The number, or its bits.</returns>
    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Invoke(Span<DirectValue> arguments, in DirectData data, RustObject? self, RustObject? other)
    {
        byte* room = stackalloc byte[RoomOfText];
        Unsafe.SkipInit(out DirectResult result);
        Call(arguments, in data, room, &result, self, other);
        return result.Value.Number;
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
        Span<DirectValue> arguments, in DirectData first, in DirectData second, in DirectData third, in DirectData fourth, RustObject? self, RustObject? other)
    {
        Unsafe.SkipInit(out DirectResult result);
        Call(arguments, in first, in second, in third, in fourth, &result, self, other);
        return result.Value.Number;
    }

    /// <summary>The owner of the object that an export has returned.</summary>
    /// <param name="handle">What <c>Invoke</c> has returned.</param>
    public RustHandle Own(ulong handle) => new(_library, handle);

    /// <summary>Calls an export that takes at most one text or bytes, and returns a text.</summary>
    /// <inheritdoc cref="Invoke(Span{DirectValue}, in DirectData, RustObject?, RustObject?)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string InvokeForText(Span<DirectValue> arguments, in DirectData data, RustObject? self, RustObject? other)
    {
        byte* room = stackalloc byte[Room + RoomOfText];
        DirectResult.In(room, Room, out DirectResult result);
        Call(arguments, in data, room + Room, &result, self, other);
        return result.ReadText(_library);
    }

    /// <summary>Calls an export that takes texts or bytes, and returns a text.</summary>
    /// <inheritdoc cref="Invoke(Span{DirectValue}, in DirectData, in DirectData, in DirectData, in DirectData, RustObject?, RustObject?)"/>
    [SkipLocalsInit]
    public string InvokeForText(
        Span<DirectValue> arguments, in DirectData first, in DirectData second, in DirectData third, in DirectData fourth, RustObject? self, RustObject? other)
    {
        byte* room = stackalloc byte[Room];
        DirectResult.In(room, Room, out DirectResult result);
        Call(arguments, in first, in second, in third, in fourth, &result, self, other);
        return result.ReadText(_library);
    }

    /// <summary>Calls an export that takes at most one text or bytes, and returns bytes.</summary>
    /// <inheritdoc cref="Invoke(Span{DirectValue}, in DirectData, RustObject?, RustObject?)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public RustBytes InvokeForBytes(Span<DirectValue> arguments, in DirectData data, RustObject? self, RustObject? other)
    {
        byte* room = stackalloc byte[Room + RoomOfText];
        DirectResult.In(room, Room, out DirectResult result);
        Call(arguments, in data, room + Room, &result, self, other);
        return result.ReadBytes(_library);
    }

    /// <summary>Calls an export that takes texts or bytes, and returns bytes.</summary>
    /// <inheritdoc cref="Invoke(Span{DirectValue}, in DirectData, in DirectData, in DirectData, in DirectData, RustObject?, RustObject?)"/>
    [SkipLocalsInit]
    public RustBytes InvokeForBytes(
        Span<DirectValue> arguments, in DirectData first, in DirectData second, in DirectData third, in DirectData fourth, RustObject? self, RustObject? other)
    {
        byte* room = stackalloc byte[Room];
        DirectResult.In(room, Room, out DirectResult result);
        Call(arguments, in first, in second, in third, in fourth, &result, self, other);
        return result.ReadBytes(_library);
    }

    /// <summary>Calls an export that takes at most one text or bytes, and returns a value in compact form.</summary>
    /// <param name="arguments">The arguments, with an empty value for the text or the bytes.</param>
    /// <param name="data">The text or the bytes, or the default for none.</param>
    /// <param name="self">An object among the arguments, or null.</param>
    /// <param name="other">Another one, or null.</param>
    /// <param name="read">Reads the value.</param>
    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public T InvokeForValue<T>(Span<DirectValue> arguments, in DirectData data, RustObject? self, RustObject? other, CompactRead<T> read)
    {
        byte* room = stackalloc byte[Room + RoomOfText];
        DirectResult.In(room, Room, out DirectResult result);
        Call(arguments, in data, room + Room, &result, self, other);
        return result.ReadValue(_library, read);
    }

    /// <summary>Calls an export that takes texts or bytes, and returns a value in compact form.</summary>
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
        Span<DirectValue> arguments, in DirectData first, in DirectData second, in DirectData third, in DirectData fourth, RustObject? self, RustObject? other, CompactRead<T> read)
    {
        byte* room = stackalloc byte[Room];
        DirectResult.In(room, Room, out DirectResult result);
        Call(arguments, in first, in second, in third, in fourth, &result, self, other);
        return result.ReadValue(_library, read);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Call(Span<DirectValue> arguments, in DirectData data, byte* room, DirectResult* result, RustObject? self, RustObject? other)
    {
        if (!data.IsReady(RoomOfText))
        {
            CallWithOwner(arguments, in data, result, self, other);
            return;
        }

        fixed (DirectValue* values = arguments)
        fixed (byte* bytes = data.Bytes)
        {
            data.PutAmong(values, bytes, room, RoomOfText);
            Call(values, arguments.Length, result, self, other);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Call(
        Span<DirectValue> arguments, in DirectData first, in DirectData second, in DirectData third, in DirectData fourth, DirectResult* result, RustObject? self, RustObject? other)
    {
        if (!first.IsReady(RoomOfText) || !second.IsReady(RoomOfText) || !third.IsReady(RoomOfText) || !fourth.IsReady(RoomOfText))
        {
            CallWithOwners(arguments, in first, in second, in third, in fourth, result, self, other);
            return;
        }

        byte* room = stackalloc byte[4 * RoomOfText];
        fixed (DirectValue* values = arguments)
        fixed (byte* one = first.Bytes, two = second.Bytes, three = third.Bytes, four = fourth.Bytes)
        {
            first.PutAmong(values, one, room, RoomOfText);
            second.PutAmong(values, two, room + RoomOfText, RoomOfText);
            third.PutAmong(values, three, room + (2 * RoomOfText), RoomOfText);
            fourth.PutAmong(values, four, room + (3 * RoomOfText), RoomOfText);
            Call(values, arguments.Length, result, self, other);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CallWithOwner(Span<DirectValue> arguments, in DirectData data, DirectResult* result, RustObject? self, RustObject? other) =>
        CallWithOwners(arguments, in data, default, default, default, result, self, other);

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

    [StructLayout(LayoutKind.Sequential)]
    private struct Pair
    {
        internal DirectValue First;
        internal DirectValue Second;
    }
}
