using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RustInterop.Loading.Images;

/// <summary>
/// The file of a library, of which only the requested parts are read. An allowance bounds the time and the memory that a hostile
/// file can cost.
/// </summary>
internal sealed class ImageFile : IDisposable
{
    /// <summary>In bytes: more than the headers and the names of dependencies of any library take.</summary>
    private const ulong Allowance = 8 * 1024 * 1024;

    // The least that a read counts for, because each is a system call.
    private const int LeastSpent = 256;

    // The name of a library may be a path.
    private const int LongestName = 4096;

    private ulong _spent;

    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    internal ImageFile(string path) =>
        Stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    internal FileStream Stream { get; }

    internal SafeFileHandle Handle => Stream.SafeFileHandle;

    internal ulong Length => (ulong)RandomAccess.GetLength(Handle);

    /// <exception cref="BadImageFormatException">The file ends before that, or the allowance is used up.</exception>
    internal ImageBytes Read(ulong offset, ulong length, bool bigEndian)
    {
        Require(offset, length);
        Spend(Math.Max(length, LeastSpent));
        byte[] bytes = new byte[length];
        int read = ReadAt(offset, bytes);
        return read == bytes.Length
            ? new ImageBytes(bytes, bigEndian)
            : throw BadImage.Truncated(offset + (ulong)read, offset + length);
    }

    /// <summary>The beginning of the file, or all of it if it is shorter.</summary>
    internal ReadOnlySpan<byte> Beginning(int length)
    {
        byte[] bytes = new byte[length];
        return bytes.AsSpan(0, ReadAt(0, bytes));
    }

    /// <summary>The NUL-terminated name at the offset.</summary>
    /// <inheritdoc cref="Read"/>
    internal string Name(ulong offset)
    {
        Require(offset, 1);
        Spend(LongestName);
        Span<byte> bytes = stackalloc byte[LongestName];
        int length = bytes[..ReadAt(offset, bytes)].IndexOf((byte)0);
        return length >= 0
            ? Encoding.UTF8.GetString(bytes[..length])
            : throw BadImage.Damaged("a name in it has no end");
    }

    /// <exception cref="BadImageFormatException">The file ends before the end of that piece.</exception>
    internal void Require(ulong offset, ulong length)
    {
        UInt128 end = (UInt128)offset + length;
        if (end > Length)
        {
            throw BadImage.Truncated(Length, end);
        }
    }

    public void Dispose() => Stream.Dispose();

    private void Spend(ulong bytes)
    {
        if (bytes > Allowance - _spent)
        {
            throw BadImage.Damaged("its tables are larger than any library needs");
        }

        _spent += bytes;
    }

    private int ReadAt(ulong offset, Span<byte> bytes)
    {
        int done = 0;
        int read;
        do
        {
            read = RandomAccess.Read(Handle, bytes[done..], (long)offset + done);
            done += read;
        }
        while (read > 0 && done < bytes.Length);
        return done;
    }
}

/// <summary>A piece of a library's file, in its byte order. Reading beyond its end throws.</summary>
internal readonly struct ImageBytes(byte[] bytes, bool bigEndian)
{
    internal ulong Length => (ulong)bytes.Length;

    internal byte U8(ulong at) => (byte)Number(at, 1);

    internal ushort U16(ulong at) => (ushort)Number(at, 2);

    internal uint U32(ulong at) => (uint)Number(at, 4);

    /// <summary>An address or a size, as wide as the processor's.</summary>
    internal ulong Word(ulong at, bool is64) => Number(at, is64 ? 8 : 4);

    private ulong Number(ulong at, int size)
    {
        if (at > Length || (ulong)size > Length - at)
        {
            throw BadImage.Damaged("a table in it is shorter than it says");
        }

        Span<byte> eight = stackalloc byte[8];
        ReadOnlySpan<byte> number = bytes.AsSpan((int)at, size);
        if (bigEndian)
        {
            number.CopyTo(eight[^size..]);
            return BinaryPrimitives.ReadUInt64BigEndian(eight);
        }

        number.CopyTo(eight);
        return BinaryPrimitives.ReadUInt64LittleEndian(eight);
    }
}

/// <summary>What can be wrong with the file of a library.</summary>
internal static class BadImage
{
    internal static BadImageFormatException Truncated(ulong length, UInt128 end) =>
        new($"damaged or truncated: it has {length} bytes, and refers to bytes up to {end}");

    internal static BadImageFormatException Damaged(string what) =>
        new($"damaged: {what}");

    internal static BadImageFormatException NoLibrary(string what) =>
        new($"{what}, not a library");
}
