using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

internal sealed class HostStartConverter : RecordConverter<HostStart>
{
    internal static readonly HostStartConverter Instance = new();

    internal override RecordMembers Members { get; } = new("host", "attempt");

    private protected override HostStart Read(ref Utf8JsonReader reader, ref RecordMembers.Reading members)
    {
        string host = "";
        int attempt = 0;
        while (members.Next(ref reader) is { } member)
        {
            switch (member)
            {
                case "host":
                    host = reader.GetString()!;
                    break;
                case "attempt":
                    attempt = reader.GetInt32();
                    break;
                default:
                    throw new NotSupportedException($"the member {member}");
            }
        }

        return new(host, attempt);
    }

    private protected override void WriteMembers(Utf8JsonWriter writer, HostStart value)
    {
        TextsJson.Write(writer, "host", value.Host);
        writer.WriteNumber("attempt", value.Attempt);
    }
}
