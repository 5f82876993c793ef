using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

internal sealed class HostOutputConverter : RecordConverter<HostOutput>
{
    internal static readonly HostOutputConverter Instance = new();

    internal override RecordMembers Members { get; } = new("host", "stream", "attempt", "text");

    private protected override HostOutput Read(ref Utf8JsonReader reader, ref RecordMembers.Reading members)
    {
        string host = "";
        OutputStream stream = default;
        int attempt = 0;
        string text = "";
        while (members.Next(ref reader) is { } member)
        {
            switch (member)
            {
                case "host":
                    host = reader.GetString()!;
                    break;
                case "stream":
                    stream = (OutputStream)FleetJson.Streams.Read(ref reader);
                    break;
                case "attempt":
                    attempt = reader.GetInt32();
                    break;
                case "text":
                    text = reader.GetString()!;
                    break;
                default:
                    throw new NotSupportedException($"the member {member}");
            }
        }

        return new(host, stream, attempt, text);
    }

    private protected override void WriteMembers(Utf8JsonWriter writer, HostOutput value)
    {
        TextsJson.Write(writer, "host", value.Host);
        writer.WriteString("stream", FleetJson.Streams.NameOf((int)value.Stream));
        writer.WriteNumber("attempt", value.Attempt);
        TextsJson.Write(writer, "text", value.Text);
    }
}
