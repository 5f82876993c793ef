using System.Buffers;
using System.Text.Encodings.Web;

namespace RustInterop.Crossing;

/// <summary>
/// Escapes what JSON itself requires, since the text goes to a JSON parser and never into a web page. It refuses half a surrogate
/// pair, which System.Text.Json would replace: the text that arrives would be another one.
/// </summary>
internal sealed unsafe class StrictEncoder : JavaScriptEncoder
{
    private static readonly JavaScriptEncoder s_escaping = UnsafeRelaxedJsonEscaping;

    private StrictEncoder()
    {
    }

    internal static StrictEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => s_escaping.MaxOutputCharactersPerInputCharacter;

    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        int surrogate = Utf16.IndexOfLoneSurrogate(new ReadOnlySpan<char>(text, textLength));
        return surrogate < 0
            ? s_escaping.FindFirstCharacterToEncode(text, textLength)
            : throw Utf16.NotUnicode("input", "A text of the input", surrogate);
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        s_escaping.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override bool WillEncode(int unicodeScalar) => s_escaping.WillEncode(unicodeScalar);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        s_escaping.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    public override OperationStatus Encode(
        ReadOnlySpan<char> source, Span<char> destination, out int charsConsumed, out int charsWritten, bool isFinalBlock = true) =>
        s_escaping.Encode(source, destination, out charsConsumed, out charsWritten, isFinalBlock);

    public override OperationStatus EncodeUtf8(
        ReadOnlySpan<byte> utf8Source, Span<byte> utf8Destination, out int bytesConsumed, out int bytesWritten, bool isFinalBlock = true) =>
        s_escaping.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock);
}
