using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop;

internal sealed class ProcedureInputConverter : JsonConverter<ProcedureInput>
{
    public override ProcedureInput Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, RustJson.Default.ProcedureInputJson).ToInput();

    public override void Write(Utf8JsonWriter writer, ProcedureInput value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, ProcedureInputJson.From(value), RustJson.Default.ProcedureInputJson);
}
