using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>By hand, since the serialiser would make an object of each number and of the members together.</summary>
// Mirrors native/src/fleet/output.rs
internal sealed class HostResultConverter : JsonConverter<HostResult>
{
    private static readonly Members Members = new(
        ("host", true),
        ("outcome", true),
        ("exit_code", false),
        ("attempts", true),
        ("duration", true),
        ("stdout", true),
        ("stderr", true),
        ("truncated", true),
        ("error", false));

    internal static HostResultConverter Instance { get; } = new();

    public override HostResult Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string host = "", stdout = "", stderr = "";
        string? error = null;
        HostOutcome outcome = default;
        int? exitCode = null;
        int attempts = 0;
        TimeSpan duration = default;
        bool truncated = false;
        uint seen = 0;
        int member;
        while ((member = Members.Next(ref reader, ref seen)) != Members.End)
        {
            switch (member)
            {
                case 0:
                    host = reader.ReadText();
                    break;
                case 1:
                    outcome = SnakeCaseEnumConverter<HostOutcome>.Read(ref reader);
                    break;
                case 2:
                    exitCode = reader.GetInt32();
                    break;
                case 3:
                    attempts = reader.GetInt32();
                    break;
                case 4:
                    duration = SecondsConverter.Read(ref reader);
                    break;
                case 5:
                    stdout = reader.ReadText();
                    break;
                case 6:
                    stderr = reader.ReadText();
                    break;
                case 7:
                    truncated = reader.GetBoolean();
                    break;
                default:
                    error = reader.ReadText();
                    break;
            }
        }

        return new(host, outcome, exitCode, attempts, duration, stdout, stderr, truncated, error);
    }

    public override void Write(Utf8JsonWriter writer, HostResult value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteText("host"u8, value.Host);
        writer.WriteString("outcome"u8, SnakeCaseEnumConverter<HostOutcome>.NameOf(value.Outcome));
        if (value.ExitCode is int exitCode)
        {
            writer.WriteNumber("exit_code"u8, exitCode);
        }

        writer.WriteNumber("attempts"u8, value.Attempts);
        writer.WritePropertyName("duration"u8);
        SecondsConverter.Write(writer, value.Duration);
        writer.WriteText("stdout"u8, value.Stdout);
        writer.WriteText("stderr"u8, value.Stderr);
        writer.WriteBoolean("truncated"u8, value.Truncated);
        if (value.Error is not null)
        {
            writer.WriteString("error"u8, value.Error);
        }

        writer.WriteEndObject();
    }
}
