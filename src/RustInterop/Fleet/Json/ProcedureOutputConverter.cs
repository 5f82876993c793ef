using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <inheritdoc cref="HostResultConverter"/>
internal sealed class ProcedureOutputConverter : StandaloneConverter<ProcedureOutput>
{
    private static readonly Members Members = new(
        ("job_id", true),
        ("result", true),
        ("message", true),
        ("failed_hosts", true),
        ("hosts", true));

    public override ProcedureOutput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        int jobId = 0;
        ProcedureResult result = default;
        string message = "";
        IReadOnlyList<string> failedHosts = [];
        IReadOnlyList<HostResult> hosts = [];
        uint seen = 0;
        int member;
        while ((member = Members.Next(ref reader, ref seen)) != Members.End)
        {
            switch (member)
            {
                case 0:
                    jobId = reader.GetInt32();
                    break;
                case 1:
                    result = SnakeCaseEnumConverter<ProcedureResult>.Read(ref reader);
                    break;
                case 2:
                    message = reader.ReadText();
                    break;
                case 3:
                    failedHosts = ListConverter<string>.Read(ref reader, JsonMetadataServices.StringConverter!, options);
                    break;
                default:
                    hosts = ListConverter<HostResult>.Read(ref reader, HostResultConverter.Instance, options);
                    break;
            }
        }

        return new(jobId, result, message, failedHosts, hosts);
    }

    public override void Write(Utf8JsonWriter writer, ProcedureOutput value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("job_id"u8, value.JobId);
        writer.WriteString("result"u8, SnakeCaseEnumConverter<ProcedureResult>.NameOf(value.Result));
        writer.WriteText("message"u8, value.Message);
        writer.WritePropertyName("failed_hosts"u8);
        ListConverter<string>.Write(writer, value.FailedHosts, JsonMetadataServices.StringConverter!, options);
        writer.WritePropertyName("hosts"u8);
        ListConverter<HostResult>.Write(writer, value.Hosts, HostResultConverter.Instance, options);
        writer.WriteEndObject();
    }
}
