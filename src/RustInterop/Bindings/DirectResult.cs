using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>Where the result of a direct call goes.</summary>
// Mirrors rust_interop_result of the header, and native/interop/src/boundary/direct.rs
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DirectResult
{
    internal DirectValue Value;
    internal ulong Handle;
    internal byte* Room;
    internal nuint Capacity;

    private readonly int Length => Value.Length <= int.MaxValue
        ? (int)Value.Length
        : throw ReplyErrors.Unreadable(new JsonException($"{Value.Length} bytes are more than a span can have"));

    /// <summary>Where a text, bytes or a compact form goes, if there is room.</summary>
    // The call sets the rest.
    internal static void In(byte* room, int capacity, out DirectResult result)
    {
        Unsafe.SkipInit(out result);
        result.Room = room;
        result.Capacity = (nuint)capacity;
    }

    /// <summary>A value in compact form, which <paramref name="read"/> reads.</summary>
    internal readonly T ReadValue<T>(LibraryExports library, CompactRead<T> read)
    {
        if (Handle == 0)
        {
            return Read(new(Value.Data, (int)Value.Length), read);
        }

        try
        {
            return Read(new(Value.Data, Length), read);
        }
        finally
        {
            library.Drop(Handle);
        }
    }

    /// <summary>A text.</summary>
    internal readonly string ReadText(LibraryExports library)
    {
        if (Handle == 0)
        {
            return Encoding.UTF8.GetString(Value.Data, (int)Value.Length);
        }

        try
        {
            return Encoding.UTF8.GetString(Value.Data, Length);
        }
        finally
        {
            library.Drop(Handle);
        }
    }

    /// <summary>Bytes.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The bytes own the handle.")]
    internal readonly RustBytes ReadBytes(LibraryExports library)
    {
        if (Handle == 0)
        {
            return RustBytes.Copied(new ReadOnlySpan<byte>(Value.Data, (int)Value.Length));
        }

        try
        {
            int length = Length;
            return new(new RustHandle(library, Handle), (nint)Value.Data, length);
        }
        catch (RustException)
        {
            library.Drop(Handle);
            throw;
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
}
