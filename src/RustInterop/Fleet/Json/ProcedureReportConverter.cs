using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>Reads a report, which only its first member tells apart.</summary>
internal sealed class ProcedureReportConverter : JsonConverter<ProcedureReport>
{
    private static readonly RecordMembers Members = new("output");

    public override ProcedureReport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Utf8JsonReader ahead = reader;
        return ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName && ahead.ValueTextEquals("output"u8)
            ? new(null, ReadOutput(ref reader))
            : new(ProcedureProgressConverter.Instance.Read(ref reader), null);
    }

    public override void Write(Utf8JsonWriter writer, ProcedureReport value, JsonSerializerOptions options) =>
        throw new NotSupportedException("only Rust writes reports");

    private static HostOutput ReadOutput(ref Utf8JsonReader reader)
    {
        RecordMembers.Reading members = Members.Begin(ref reader);
        HostOutput? output = null;
        while (members.Next(ref reader) is not null)
        {
            output = HostOutputConverter.Instance.Read(ref reader);
        }

        return output!;
    }
}
