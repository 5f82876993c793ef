using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>JSON as Rust reads and writes it: null is no value, and a member without one is left out.</summary>
internal static class StrictJson
{
    /// <summary>
    /// The options of a context, strict about null: a member whose C# type can be null may be left out, any other may not,
    /// and none is written or read as null.
    /// </summary>
    internal static JsonSerializerOptions OptionsOf(JsonSerializerContext context) =>
        new(context.Options) { TypeInfoResolver = context.WithAddedModifier(LeaveOutNulls) };

    internal static JsonTypeInfo<T> TypeOf<T>(this JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    private static void LeaveOutNulls(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo member in type.Properties.Where(member => member.IsSetNullable))
        {
            member.IsRequired = false;
            member.IsSetNullable = false;
            member.ShouldSerialize = static (_, value) => value is not null;
        }
    }
}
