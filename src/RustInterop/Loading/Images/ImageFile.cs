using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RustInterop.Loading.Images;

/// <summary>
/// The file of a library, of which no more is read than what is asked for. A file that is made to exhaust its reader runs
/// into an allowance, which bounds the time and the memory of all that reads it.
/// </summary>
internal sealed class ImageFile : IDisposable
{
    /// <summary>Bytes, in all: more than the symbols of the largest libraries take.</summary>
    private const ulong Allowance = 64 * 1024 * 1024;

    // A text is read in pieces of this size, and no read counts for less, since each is a system call.
    private const int PieceLength = 256;

    private ulong _spent;

    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    internal ImageFile(string path) =>
        Handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);

    internal SafeFileHandle Handle { get; }

    internal ulong Length => (ulong)RandomAccess.GetLength(Handle);

    /// <exception cref="BadImageFormatException">The file ends before that, or it is more than anyone should need.</exception>
    internal ImageBytes Read(ulong offset, ulong length, bool bigEndian)
    {
        Require(offset, length);
        Spend(Math.Max(length, PieceLength));
        byte[] bytes = new byte[length];
        int read = ReadAt(offset, bytes);
        return read == bytes.Length
            ? new ImageBytes(this, bytes, bigEndian)
            : throw BadImage.CutShort(offset + (ulong)read, offset + length);
    }

    /// <summary>The beginning of the file: fewer bytes where it has fewer.</summary>
    internal ReadOnlySpan<byte> Beginning(int length)
    {
        byte[] bytes = new byte[length];
        return bytes.AsSpan(0, ReadAt(0, bytes));
    }

    /// <summary>The NUL-terminated text at the offset.</summary>
    /// <inheritdoc cref="Read"/>
    internal string Text(ulong offset)
    {
        Require(offset, 1);
        List<byte> text = [];
        byte[] piece = new byte[PieceLength];
        while (true)
        {
            Spend(PieceLength);
            ReadOnlySpan<byte> read = piece.AsSpan(0, ReadAt(offset + (ulong)text.Count, piece));
            int end = read.IndexOf((byte)0);
            text.AddRange(end < 0 ? read : read[..end]);
            if (end >= 0)
            {
                return Encoding.UTF8.GetString([.. text]);
            }

            if (read.IsEmpty)
            {
                throw BadImage.Damaged("a text in it has no end");
            }
        }
    }

    /// <exception cref="BadImageFormatException">The file ends before the end of that piece of it.</exception>
    internal void Require(ulong offset, ulong length)
    {
        UInt128 end = (UInt128)offset + length;
        if (end > Length)
        {
            throw BadImage.CutShort(Length, end);
        }
    }

    /// <exception cref="BadImageFormatException">The allowance is used up.</exception>
    internal void Spend(ulong bytes)
    {
        if (bytes > Allowance - _spent)
        {
            throw BadImage.Damaged("its tables are larger than any library needs");
        }

        _spent += bytes;
    }

    public void Dispose() => Handle.Dispose();

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
