using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>Reads a report, which only its first member tells apart.</summary>
internal sealed class ProcedureReportConverter : JsonConverter<ProcedureReport>
{
    public override ProcedureReport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Utf8JsonReader ahead = reader;
        return ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName && ahead.ValueTextEquals("output"u8)
            ? new(null, JsonSerializer.Deserialize(ref reader, options.TypeOf<OutputReport>())!.Output)
            : new(JsonSerializer.Deserialize(ref reader, options.TypeOf<ProcedureProgress>()), null);
    }

    public override void Write(Utf8JsonWriter writer, ProcedureReport value, JsonSerializerOptions options) =>
        throw new NotSupportedException("only Rust writes reports");
}

/// <summary>A report of output, as JSON has it.</summary>
internal sealed record OutputReport(HostOutput Output);
