using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Bindings;

/// <summary>A record that is its one value in JSON.</summary>
internal sealed class WrapperConverter<T, TContent>(Func<T, TContent> unwrap, Func<TContent, T> wrap) : JsonConverter<T>, IFlattened
    where T : class
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        wrap(Nested.Read<TContent>(ref reader, "", options));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        Nested.Write(writer, unwrap(value), options);

    public IEnumerable<string>? NamesOf(JsonSerializerOptions options) => MemberNames.Of<TContent>(options);
}

/// <summary>A tuple that is an array in JSON.</summary>
internal sealed class TupleConverter<T>(JsonItem<T>[] items) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Unexpected();
        }

        T tuple = default;
        for (int i = 0; i < items.Length; i++)
        {
            if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            {
                throw Unexpected();
            }

            items[i].Read(ref reader, ref tuple, string.Create(CultureInfo.InvariantCulture, $"[{i}]"), options);
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? tuple : throw Unexpected();
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (JsonItem<T> item in items)
        {
            item.Write(writer, in value, options);
        }

        writer.WriteEndArray();
    }

    private JsonException Unexpected() => new($"expected an array of {items.Length}");
}

/// <summary>For generated code: an item of a tuple.</summary>
/// <typeparam name="TTuple">The tuple.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JsonItem<TTuple>
    where TTuple : struct
{
    private protected JsonItem()
    {
    }

    internal abstract void Read(ref Utf8JsonReader reader, ref TTuple tuple, string place, JsonSerializerOptions options);

    internal abstract void Write(Utf8JsonWriter writer, in TTuple tuple, JsonSerializerOptions options);
}

/// <summary>For generated code: where an item of a tuple is.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate ref T JsonItemOf<TTuple, T>(ref TTuple tuple);

/// <summary>For generated code: an item of a tuple.</summary>
/// <typeparam name="TTuple">The tuple.</typeparam>
/// <typeparam name="T">The item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonItem<TTuple, T> : JsonItem<TTuple>
    where TTuple : struct
{
    private readonly JsonItemOf<TTuple, T> _item;

    /// <summary>Describes the item.</summary>
    /// <param name="item">Where it is.</param>
    public JsonItem(JsonItemOf<TTuple, T> item) => _item = item;

    internal override void Read(ref Utf8JsonReader reader, ref TTuple tuple, string place, JsonSerializerOptions options) =>
        _item(ref tuple) = Nested.Read<T>(ref reader, place, options);

    internal override void Write(Utf8JsonWriter writer, in TTuple tuple, JsonSerializerOptions options)
    {
        TTuple copy = tuple;
        Nested.Write(writer, _item(ref copy), options);
    }
}
