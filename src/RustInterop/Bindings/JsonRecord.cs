using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Bindings;

internal static class JsonRecord
{
    /// <summary>What is not finite is a text: <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>.</summary>
    internal const JsonNumberHandling Numbers = JsonNumberHandling.AllowNamedFloatingPointLiterals;

    internal static JsonTypeInfo<T> TypeInfo<T>(Func<T> create, JsonMember[] members, JsonSerializerOptions options)
        where T : class
    {
        JsonMember[] own = [.. members.Where(member => !member.Kind.HasFlag(JsonMemberKind.Flattened))];
        JsonTypeInfo<T> info = JsonMetadataServices.CreateObjectInfo<T>(options, new()
        {
            ObjectCreator = create,
            NumberHandling = Numbers,
            PropertyMetadataInitializer = _ => [.. own.Select(member => member.PropertyInfo<T>(options))],
        });
        return own.Length == members.Length
            ? info
            : JsonMetadataServices.CreateValueInfo<T>(options, new FlattenedConverter<T>(
                info, [.. own.Select(member => member.Name)], [.. members.Except(own).Select(member => member.Part(options))]));
    }

    internal static JsonTypeInfo<T> TypeInfoOf<T>(this JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
