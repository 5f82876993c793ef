using System.Text;
using System.Text.Json;

namespace RustInterop.Crossing;

/// <summary>The exact names that Rust uses for the values of an enum. A number, a list or another spelling is none of them.</summary>
/// <param name="names">The names. Each is known by its index.</param>
// Neither generic nor a dictionary: the first call of a process would have to compile one for each enum.
internal sealed class EnumNames(string[] names)
{
    private readonly byte[][] _utf8 = Array.ConvertAll(names, Encoding.UTF8.GetBytes);

    internal int Count => _utf8.Length;

    internal ReadOnlySpan<byte> this[int index] => _utf8[index];

    /// <summary>The index of the text or of the member's name that the reader is on.</summary>
    /// <exception cref="JsonException">It is none of the names.</exception>
    internal int Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            for (int index = 0; index < _utf8.Length; index++)
            {
                if (reader.ValueTextEquals(_utf8[index]))
                {
                    return index;
                }
            }
        }

        throw new JsonException($"expected one of \"{string.Join("\", \"", names)}\"");
    }
}
