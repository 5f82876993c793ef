using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace RustInterop.Crossing;

/// <summary>
/// Escapes what JSON itself requires, since the text goes to a JSON parser and never into a web page. It refuses half a surrogate
/// pair, which System.Text.Json would replace: the text that arrives would be another one.
/// </summary>
internal sealed unsafe class StrictEncoder : JavaScriptEncoder
{
    private StrictEncoder()
    {
    }

    internal static StrictEncoder Instance { get; } = new();

    // Only for texts that have something to escape: it takes some milliseconds to start.
    private static JavaScriptEncoder Escaping => UnsafeRelaxedJsonEscaping;

    public override int MaxOutputCharactersPerInputCharacter => Escaping.MaxOutputCharactersPerInputCharacter;

    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        ReadOnlySpan<char> characters = new(text, textLength);
        int surrogate = Utf16.IndexOfLoneSurrogate(characters);
        if (surrogate >= 0)
        {
            throw Utf16.NotUnicode("input", "A text of the input", surrogate);
        }

        return First(characters.IndexOfAny('"', '\\'), characters.IndexOfAnyInRange('\0', '\u001F'));
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        Utf8.IsValid(utf8Text)
            ? First(utf8Text.IndexOfAny((byte)'"', (byte)'\\'), utf8Text.IndexOfAnyInRange((byte)0, (byte)0x1F))
            : Escaping.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override bool WillEncode(int unicodeScalar) => Escaping.WillEncode(unicodeScalar);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Escaping.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    public override OperationStatus Encode(
        ReadOnlySpan<char> source, Span<char> destination, out int charsConsumed, out int charsWritten, bool isFinalBlock = true) =>
        Escaping.Encode(source, destination, out charsConsumed, out charsWritten, isFinalBlock);

    public override OperationStatus EncodeUtf8(
        ReadOnlySpan<byte> utf8Source, Span<byte> utf8Destination, out int bytesConsumed, out int bytesWritten, bool isFinalBlock = true) =>
        Escaping.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock);

    /// <summary>The lesser of two indices, where -1 means none.</summary>
    private static int First(int one, int other) => (int)Math.Min((uint)one, (uint)other);
}
