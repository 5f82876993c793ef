using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RustInterop.Tests.Support;

/// <summary>More than 2 GiB of text without a NUL in 4 MiB of memory: the same file, mapped again and again.</summary>
internal sealed unsafe partial class EndlessText : IDisposable
{
    private const int PieceLength = 4 * 1024 * 1024;
    private const int Pieces = 513;
    private const int Readable = 1;
    private const int Private = 2;
    private const int Fixed = 16;
    private const int Anonymous = 32;

    private static readonly nint Length = nint.CreateChecked(Pieces * (long)PieceLength);

    private readonly nint _start;

    internal EndlessText()
    {
        using TemporaryFolder folder = new();
        string piece = folder.PathOf("piece");
        byte[] text = new byte[PieceLength];
        text.AsSpan().Fill((byte)'a');
        File.WriteAllBytes(piece, text);
        using SafeFileHandle file = File.OpenHandle(piece);
        _start = Mapped(0, Length, Private | Anonymous, -1);
        for (nint offset = 0; offset < Length; offset += PieceLength)
        {
            Mapped(_start + offset, PieceLength, Private | Fixed, (int)file.DangerousGetHandle());
        }
    }

    internal byte* Start => (byte*)_start;

    public void Dispose() => _ = Unmap(_start, Length);

    private static nint Mapped(nint start, nint length, int flags, int file)
    {
        nint mapped = Map(start, length, Readable, flags, file, 0);
        mapped.Should().NotBe(-1);
        return mapped;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint start, nint length, int protection, int flags, int file, nint offset);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint start, nint length);
}
