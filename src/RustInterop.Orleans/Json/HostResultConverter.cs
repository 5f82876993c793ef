using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Fleet;

namespace RustInterop.Orleans.Json;

/// <summary>A result as it crosses to Rust.</summary>
internal sealed class HostResultConverter : JsonConverter<HostResult>
{
    public override HostResult? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, ProcedureJson.HostResult);

    public override void Write(Utf8JsonWriter writer, HostResult value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, ProcedureJson.HostResult);
}
