using System.Text;
using System.Text.Json;

namespace RustInterop.Bindings;

/// <summary>The exact names that Rust uses for the values of an enum. A number, a list or another spelling is none of them.</summary>
// Arrays, because a process would compile a dictionary for each enum before its first call.
internal sealed class EnumNames<T>
    where T : struct, Enum
{
    private readonly T[] _values;
    private readonly byte[][] _names;

    internal EnumNames((T Value, string Name)[] names)
    {
        _values = new T[names.Length];
        _names = new byte[names.Length][];
        for (int index = 0; index < names.Length; index++)
        {
            _values[index] = names[index].Value;
            _names[index] = Encoding.UTF8.GetBytes(names[index].Name);
        }
    }

    /// <exception cref="JsonException"><paramref name="value"/> is not a value of the enum.</exception>
    internal ReadOnlySpan<byte> Of(T value)
    {
        for (int index = 0; index < _values.Length; index++)
        {
            if (EqualityComparer<T>.Default.Equals(_values[index], value))
            {
                return _names[index];
            }
        }

        throw new JsonException($"{value} is not a value of {typeof(T).Name}");
    }

    /// <summary>The value of the text or of the member's name that the reader is on.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal T Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            for (int index = 0; index < _names.Length; index++)
            {
                if (reader.ValueTextEquals(_names[index]))
                {
                    return _values[index];
                }
            }
        }

        throw new JsonException($"expected one of \"{string.Join("\", \"", _names.Select(Encoding.UTF8.GetString))}\"");
    }
}
