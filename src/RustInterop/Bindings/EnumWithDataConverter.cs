using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>Reads and writes an enum with data, in one of serde's four representations.</summary>
internal abstract class EnumWithDataConverter<T>(JsonVariant<T>[] variants) : JsonConverter<T>
    where T : class
{
    private protected JsonVariant<T>[] Variants { get; } = variants;

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        // An option, if the converter also handles null.
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        JsonVariant<T> variant = Array.Find(Variants, variant => variant.Matches(value))
            ?? throw new JsonException($"{value.GetType().Name} is no variant of {typeof(T).Name}");
        Write(writer, value, variant, options);
    }

    private protected abstract void Write(Utf8JsonWriter writer, T value, JsonVariant<T> variant, JsonSerializerOptions options);

    /// <summary>The variant that the reader names.</summary>
    private protected JsonVariant<T> Named(ref Utf8JsonReader reader)
    {
        foreach (JsonVariant<T> variant in Variants)
        {
            if (variant.IsNamed(ref reader))
            {
                return variant;
            }
        }

        throw Unexpected();
    }

    /// <summary>The variant that a member of an object names, without moving on.</summary>
    private protected JsonVariant<T> Tagged(Utf8JsonReader reader, string tag)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"expected an object with the member \"{tag}\"");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isTag = reader.ValueTextEquals(tag);
            reader.Read();
            if (isTag)
            {
                return reader.TokenType == JsonTokenType.String ? Named(ref reader) : throw Unexpected();
            }

            reader.Skip();
        }

        throw new JsonException($"expected an object with the member \"{tag}\"");
    }

    private protected JsonException Unexpected() =>
        new($"expected one of \"{string.Join("\", \"", Variants.Select(variant => variant.Name))}\"");
}

/// <summary><c>"numbers"</c>, <c>{"shorter_than":3}</c></summary>
internal sealed class ExternallyTaggedConverter<T>(JsonVariant<T>[] variants) : EnumWithDataConverter<T>(variants)
    where T : class
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            JsonVariant<T> unit = Named(ref reader);
            Utf8JsonReader none = new("null"u8);
            none.Read();
            return unit.HasContent ? throw new JsonException($"expected data for \"{unit.Name}\"") : unit.Read(ref none, options);
        }

        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            throw Unexpected();
        }

        JsonVariant<T> variant = Named(ref reader);
        reader.Read();
        T value = variant.Read(ref reader, options);
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject
            ? value
            : throw new JsonException($"expected only the member \"{variant.Name}\"");
    }

    private protected override void Write(Utf8JsonWriter writer, T value, JsonVariant<T> variant, JsonSerializerOptions options)
    {
        if (!variant.HasContent)
        {
            writer.WriteStringValue(variant.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName(variant.Name);
        variant.Write(writer, value, options);
        writer.WriteEndObject();
    }
}

/// <summary><c>{"kind":"between","first":1,"last":2}</c></summary>
internal sealed class InternallyTaggedConverter<T>(string tag, JsonVariant<T>[] variants) : EnumWithDataConverter<T>(variants)
    where T : class
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonVariant<T> variant = Tagged(reader, tag);
        if (variant.HasTag)
        {
            return variant.Read(ref reader, options);
        }

        JsonElement element = Nested.ReadObject(ref reader, options);
        Utf8JsonReader content = new(Nested.ObjectOf(element.EnumerateObject().Where(member => !member.NameEquals(tag))));
        content.Read();
        return variant.Read(ref content, options);
    }

    private protected override void Write(Utf8JsonWriter writer, T value, JsonVariant<T> variant, JsonSerializerOptions options)
    {
        if (variant.HasTag)
        {
            variant.Write(writer, value, options);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(tag, variant.Name);
        variant.WriteMembers(writer, value, options);
        writer.WriteEndObject();
    }
}

/// <summary><c>{"kind":"between","data":{"first":1,"last":2}}</c></summary>
internal sealed class AdjacentlyTaggedConverter<T>(string tag, string content, JsonVariant<T>[] variants) : EnumWithDataConverter<T>(variants)
    where T : class
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonVariant<T> variant = Tagged(reader, tag);
        Utf8JsonReader none = new("null"u8);
        none.Read();
        T? value = variant.HasContent ? null : variant.Read(ref none, options);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isContent = reader.ValueTextEquals(content);
            if (!isContent && !reader.ValueTextEquals(tag))
            {
                throw new JsonException($"expected only the members \"{tag}\" and \"{content}\"");
            }

            reader.Read();
            if (isContent)
            {
                value = variant.Read(ref reader, options);
            }
        }

        return value ?? throw new JsonException($"expected the member \"{content}\"");
    }

    private protected override void Write(Utf8JsonWriter writer, T value, JsonVariant<T> variant, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(tag, variant.Name);
        if (variant.HasContent)
        {
            writer.WritePropertyName(content);
            variant.Write(writer, value, options);
        }

        writer.WriteEndObject();
    }
}

/// <summary><c>{"first":1,"last":2}</c></summary>
internal sealed class UntaggedConverter<T>(JsonVariant<T>[] variants) : EnumWithDataConverter<T>(variants)
    where T : class
{
    // A variant without data is null in JSON. Otherwise null is an option.
    public override bool HandleNull => Array.Exists(Variants, variant => !variant.HasContent);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        foreach (JsonVariant<T> variant in Variants)
        {
            Utf8JsonReader attempt = reader;
            int handles = ReceivedHandles.Count;
            try
            {
                T value = variant.Read(ref attempt, options);
                reader = attempt;
                return value;
            }
            catch (JsonException)
            {
                // The next one may fit, and have the same handles.
                ReceivedHandles.Leave(handles);
            }
        }

        throw new JsonException($"it fits no variant of {typeof(T).Name}");
    }

    private protected override void Write(Utf8JsonWriter writer, T value, JsonVariant<T> variant, JsonSerializerOptions options) =>
        variant.Write(writer, value, options);
}
