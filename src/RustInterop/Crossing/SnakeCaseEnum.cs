using System.Text;
using System.Text.Json;

namespace RustInterop.Crossing;

/// <summary>The names in snake_case of an enum whose values are 0, 1, 2 and so on.</summary>
// Not generic, because the first call of a process would have to compile it for each enum.
internal sealed class SnakeCaseEnum(Type type)
{
    private EnumNames? _names;

    private EnumNames Names => _names ??= new(Array.ConvertAll(Enum.GetNames(type), JsonNamingPolicy.SnakeCaseLower.ConvertName));

    /// <exception cref="JsonException"><paramref name="value"/> is not a value of the enum.</exception>
    internal ReadOnlySpan<byte> NameOf(int value) =>
        (uint)value < Names.Count ? Names[value] : throw new JsonException($"{value} is not a value of {type.Name}");

    /// <inheritdoc cref="NameOf"/>
    internal string TextOf(int value) => Encoding.UTF8.GetString(NameOf(value));

    /// <summary>The value that the text at the reader names.</summary>
    /// <exception cref="JsonException">It names none, or is no text.</exception>
    internal int Read(ref Utf8JsonReader reader) => Names.Read(ref reader);
}
