using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>Reads a report, which only its first member tells apart.</summary>
internal sealed class ProcedureReportConverter : JsonConverter<ProcedureReport>
{
    private static readonly RecordMembers Output = new("output");
    private static readonly RecordMembers Start = new("start");
    private static readonly RecordMembers Block = new("block");

    public override ProcedureReport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Utf8JsonReader ahead = reader;
        if (!ahead.Read() || ahead.TokenType != JsonTokenType.PropertyName)
        {
            return new(Done: ProcedureProgressConverter.Instance.Read(ref reader));
        }

        return ahead.ValueTextEquals("output"u8) ? new(Output: Output.ReadOne(ref reader, static (ref value) => HostOutputConverter.Instance.Read(ref value)))
            : ahead.ValueTextEquals("start"u8) ? new(Start: Start.ReadOne(ref reader, static (ref value) => HostStartConverter.Instance.Read(ref value)))
            : ahead.ValueTextEquals("block"u8) ? new(Block: Block.ReadOne(ref reader, static (ref value) => HostBlockConverter.Instance.Read(ref value)))
            : new(Done: ProcedureProgressConverter.Instance.Read(ref reader));
    }

    public override void Write(Utf8JsonWriter writer, ProcedureReport value, JsonSerializerOptions options) =>
        throw new NotSupportedException("only Rust writes reports");
}
