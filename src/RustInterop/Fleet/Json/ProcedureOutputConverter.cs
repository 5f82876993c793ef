using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

internal sealed class ProcedureOutputConverter : RecordConverter<ProcedureOutput>
{
    internal override RecordMembers Members { get; } = new("job_id", "result", "message", "failed_hosts", "hosts");

    private protected override ProcedureOutput Read(ref Utf8JsonReader reader, ref RecordMembers.Reading members)
    {
        int jobId = 0;
        ProcedureResult result = default;
        string message = "";
        IReadOnlyList<string> failedHosts = [];
        IReadOnlyList<HostResult> hosts = [];
        while (members.Next(ref reader) is { } member)
        {
            switch (member)
            {
                case "job_id":
                    jobId = reader.GetInt32();
                    break;
                case "result":
                    result = (ProcedureResult)FleetJson.Results.Read(ref reader);
                    break;
                case "message":
                    message = reader.GetString()!;
                    break;
                case "failed_hosts":
                    failedHosts = TextsJson.Read(ref reader);
                    break;
                case "hosts":
                    hosts = HostResultConverter.ReadList(ref reader);
                    break;
                default:
                    throw new NotSupportedException($"the member {member}");
            }
        }

        return new(jobId, result, message, failedHosts, hosts);
    }

    private protected override void WriteMembers(Utf8JsonWriter writer, ProcedureOutput value)
    {
        writer.WriteNumber("job_id", value.JobId);
        writer.WriteString("result", FleetJson.Results.NameOf((int)value.Result));
        TextsJson.Write(writer, "message", value.Message);
        TextsJson.Write(writer, "failed_hosts", value.FailedHosts);
        HostResultConverter.Write(writer, "hosts", value.Hosts);
    }
}
