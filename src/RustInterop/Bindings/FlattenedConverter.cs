using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>
/// A record in whose JSON the members of some of its values stand beside its own. As in serde, each value takes the members that it
/// knows, and a map takes those that are left.
/// </summary>
internal sealed class FlattenedConverter<T>(JsonTypeInfo<T> own, string[] names, FlattenedPart[] parts) : JsonConverter<T>, IFlattened
    where T : class
{
    public IEnumerable<string>? NamesOf(JsonSerializerOptions options) =>
        parts.Any(part => part.Names is null) ? null : names.Concat(parts.SelectMany(part => part.Names!));

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement element = Nested.ReadObject(ref reader, options);
        List<JsonProperty> members = [];
        List<JsonProperty>[] below = [.. parts.Select(_ => new List<JsonProperty>())];
        foreach (JsonProperty member in element.EnumerateObject())
        {
            int part = names.Contains(member.Name) ? -1 : PartOf(member.Name);
            (part < 0 ? members : below[part]).Add(member);
        }

        // A member that nothing knows is refused here.
        T record = Deserialize(Nested.ObjectOf(members));
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i].Read(record, below[i]);
        }

        return record;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        Nested.WriteMembers(writer, value, own);
        foreach (FlattenedPart part in parts)
        {
            part.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private int PartOf(string member)
    {
        int part = Array.FindIndex(parts, part => part.Names?.Contains(member) == true);
        return part >= 0 ? part : Array.FindIndex(parts, part => part.Names is null);
    }

    private T Deserialize(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, own)!;
        }
        catch (JsonException exception)
        {
            throw new NestedJsonException("", exception);
        }
    }
}

/// <summary>A converter for JSON objects.</summary>
internal interface IFlattened
{
    /// <summary>The members that it knows; null if it takes any.</summary>
    IEnumerable<string>? NamesOf(JsonSerializerOptions options);
}

internal static class MemberNames
{
    /// <summary>The members of a type's JSON; null for a map and the like, which take any.</summary>
    internal static IEnumerable<string>? Of<T>(JsonSerializerOptions options)
    {
        JsonTypeInfo<T> type = options.TypeInfoOf<T>();
        return type.Kind == JsonTypeInfoKind.Object ? type.Properties.Select(member => member.Name) : (type.Converter as IFlattened)?.NamesOf(options);
    }
}

/// <summary>A value whose members stand beside those of the record that holds it.</summary>
internal abstract class FlattenedPart
{
    private readonly Lazy<string[]?> _names;

    private protected FlattenedPart() => _names = new(() => FindNames()?.ToArray());

    internal string[]? Names => _names.Value;

    internal abstract void Read(object record, IReadOnlyCollection<JsonProperty> members);

    internal abstract void Write(Utf8JsonWriter writer, object record);

    private protected abstract IEnumerable<string>? FindNames();
}

/// <inheritdoc/>
internal sealed class FlattenedPart<T>(
    Func<object, T?> get, Action<object, T?> set, JsonMemberKind kind, JsonSerializerOptions options) : FlattenedPart
{
    internal override void Read(object record, IReadOnlyCollection<JsonProperty> members)
    {
        if (members.Count > 0 || !kind.HasFlag(JsonMemberKind.Nullable))
        {
            Utf8JsonReader reader = new(Nested.ObjectOf(members));
            reader.Read();
            set(record, Nested.Read<T>(ref reader, "", options));
        }
    }

    internal override void Write(Utf8JsonWriter writer, object record) =>
        Nested.WriteMembers(writer, get(record)!, options.TypeInfoOf<T>());

    private protected override IEnumerable<string>? FindNames() => MemberNames.Of<T>(options);
}
