using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

internal sealed class ProcedureProgressConverter : RecordConverter<ProcedureProgress>
{
    internal static readonly ProcedureProgressConverter Instance = new();

    internal override RecordMembers Members { get; } = new("completed", "total", "host");

    private protected override ProcedureProgress Read(ref Utf8JsonReader reader, ref RecordMembers.Reading members)
    {
        int completed = 0;
        int total = 0;
        HostResult? host = null;
        while (members.Next(ref reader) is { } member)
        {
            switch (member)
            {
                case "completed":
                    completed = reader.GetInt32();
                    break;
                case "total":
                    total = reader.GetInt32();
                    break;
                case "host":
                    host = HostResultConverter.Instance.Read(ref reader);
                    break;
                default:
                    throw new NotSupportedException($"the member {member}");
            }
        }

        return new(completed, total, host!);
    }

    private protected override void WriteMembers(Utf8JsonWriter writer, ProcedureProgress value)
    {
        writer.WriteNumber("completed", value.Completed);
        writer.WriteNumber("total", value.Total);
        writer.WritePropertyName("host");
        HostResultConverter.Instance.WriteObject(writer, value.Host ?? throw new JsonException("host must not be null"));
    }
}
