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

        return ahead.ValueTextEquals("output"u8) ? new(Output: ReadOnly(ref reader, Output, HostOutputConverter.Instance))
            : ahead.ValueTextEquals("start"u8) ? new(Start: ReadOnly(ref reader, Start, HostStartConverter.Instance))
            : ahead.ValueTextEquals("block"u8) ? new(Block: ReadOnly(ref reader, Block, HostBlockConverter.Instance))
            : new(Done: ProcedureProgressConverter.Instance.Read(ref reader));
    }

    public override void Write(Utf8JsonWriter writer, ProcedureReport value, JsonSerializerOptions options) =>
        throw new NotSupportedException("only Rust writes reports");

    /// <summary>Reads an object with a single member.</summary>
    private static T ReadOnly<T>(ref Utf8JsonReader reader, RecordMembers member, RecordConverter<T> converter)
        where T : class
    {
        RecordMembers.Reading members = member.Begin(ref reader);
        T? value = null;
        while (members.Next(ref reader) is not null)
        {
            value = converter.Read(ref reader);
        }

        return value!;
    }
}
