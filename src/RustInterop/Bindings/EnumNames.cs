using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace RustInterop.Bindings;

/// <summary>The exact names that Rust uses for the values of an enum. A number, a list or another spelling is none of them.</summary>
internal sealed class EnumNames<T>
    where T : struct, Enum
{
    private readonly (byte[] Utf8, T Value)[] _values;
    private readonly FrozenDictionary<T, JsonEncodedText> _names;

    internal EnumNames(IReadOnlyCollection<(T Value, string Name)> names)
    {
        _values = [.. names.Select(name => (Encoding.UTF8.GetBytes(name.Name), name.Value))];
        _names = names.ToFrozenDictionary(name => name.Value, name => JsonEncodedText.Encode(name.Name));
    }

    internal bool Contains(T value) => _names.ContainsKey(value);

    /// <exception cref="JsonException"><paramref name="value"/> is not a value of the enum.</exception>
    internal JsonEncodedText Of(T value) =>
        _names.TryGetValue(value, out JsonEncodedText name) ? name : throw new JsonException($"{value} is not a value of {typeof(T).Name}");

    /// <summary>The value of the text or of the member's name that the reader is on.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal T Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            foreach ((byte[] utf8, T value) in _values)
            {
                if (reader.ValueTextEquals(utf8))
                {
                    return value;
                }
            }
        }

        throw new JsonException($"expected one of \"{string.Join("\", \"", _values.Select(value => Encoding.UTF8.GetString(value.Utf8)))}\"");
    }
}
