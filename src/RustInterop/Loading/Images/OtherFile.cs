using System.Buffers;
using System.Text;

namespace RustInterop.Loading.Images;

/// <summary>A file that has no format of a library.</summary>
internal static class OtherFile
{
    private const int SampleLength = 256;
    private const int QuotedLength = 60;

    // Characters that do not occur in text.
    private static readonly SearchValues<char> Binary = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code).Except("\t\n\r\f\u001b"), '\u007f', '\ufffd']);

    /// <summary>What it looks like, such as "a ZIP archive".</summary>
    internal static string Describe(ImageFile file)
    {
        ReadOnlySpan<byte> beginning = file.Beginning(SampleLength);
        return beginning.IsEmpty ? "empty"
            : beginning.StartsWith("!<arch>\n"u8) || beginning.StartsWith("!<thin>\n"u8) ? "a static archive"
            : beginning.StartsWith("version https://git-lfs"u8) ? "a Git LFS pointer to a file that has not been fetched"
            : beginning.StartsWith("\0asm"u8) ? "a WebAssembly module"
            : beginning.StartsWith("PK\u0003\u0004"u8) ? "a ZIP archive"
            : beginning.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? "a gzip archive"
            : TextIn(beginning) is { } text ? $"text that begins with \"{text}\""
            : "of an unknown format";
    }

    // The sample may end within a character, which the decoder leaves out.
    private static string? TextIn(ReadOnlySpan<byte> bytes)
    {
        char[] characters = new char[bytes.Length];
        int count = Encoding.UTF8.GetDecoder().GetChars(bytes, characters, flush: false);
        string text = new(characters, 0, count);
        if (text.AsSpan().ContainsAny(Binary))
        {
            return null;
        }

        string line = text.Trim().Split('\n', 2)[0].TrimEnd();
        return line.Length <= QuotedLength ? line : $"{line[..QuotedLength]}…";
    }
}
