using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Fleet.Json;

internal sealed class ProcedureInputConverter : JsonConverter<ProcedureInput>
{
    // Else null would be read without asking.
    public override bool HandleNull => true;

    public override ProcedureInput Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, FleetJson.Default.ProcedureInputJson).ToInput();

    public override void Write(Utf8JsonWriter writer, ProcedureInput value, JsonSerializerOptions options) =>
        ProcedureInputWriter.Write(writer, value ?? throw new JsonException("the input is null"));
}
