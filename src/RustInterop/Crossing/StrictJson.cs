using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>JSON as Rust reads and writes it: a member without a value is left out, never null.</summary>
internal static class StrictJson
{
    /// <summary>
    /// The context's options, made strict about null: no member is read or written as null, and a member may be left out only if
    /// its C# type allows null.
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
