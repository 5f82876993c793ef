using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

internal sealed class HostResultConverter : RecordConverter<HostResult>
{
    internal static readonly HostResultConverter Instance = new();

    internal override RecordMembers Members { get; } = new(
        "host", "outcome", "exit_code?", "attempts", "duration", "stdout", "stderr", "truncated", "error?");

    internal static IReadOnlyList<HostResult> ReadList(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("expected a list");
        }

        List<HostResult> hosts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            try
            {
                hosts.Add(Instance.Read(ref reader));
            }
            catch (JsonException exception)
            {
                throw new NestedJsonException($"[{hosts.Count}]", exception);
            }
        }

        return hosts;
    }

    /// <exception cref="JsonException">The list is null, or an element of it.</exception>
    internal static void Write(Utf8JsonWriter writer, string member, IReadOnlyList<HostResult> hosts)
    {
        writer.WriteStartArray(member);
        for (int index = 0; index < (hosts ?? throw new JsonException($"{member} must not be null")).Count; index++)
        {
            Instance.WriteObject(writer, hosts[index] ?? throw new JsonException($"element {index} of {member} is null"));
        }

        writer.WriteEndArray();
    }

    private protected override HostResult Read(ref Utf8JsonReader reader, ref RecordMembers.Reading members)
    {
        string host = "";
        HostOutcome outcome = default;
        int? exitCode = null;
        int attempts = 0;
        TimeSpan duration = default;
        string stdout = "";
        string stderr = "";
        bool truncated = false;
        string? error = null;
        while (members.Next(ref reader) is { } member)
        {
            switch (member)
            {
                case "host":
                    host = reader.GetString()!;
                    break;
                case "outcome":
                    outcome = (HostOutcome)FleetJson.Outcomes.Read(ref reader);
                    break;
                case "exit_code":
                    exitCode = reader.GetInt32();
                    break;
                case "attempts":
                    attempts = reader.GetInt32();
                    break;
                case "duration":
                    duration = SecondsJson.Read(ref reader);
                    break;
                case "stdout":
                    stdout = reader.GetString()!;
                    break;
                case "stderr":
                    stderr = reader.GetString()!;
                    break;
                case "truncated":
                    truncated = reader.GetBoolean();
                    break;
                case "error":
                    error = reader.GetString();
                    break;
                default:
                    throw new NotSupportedException($"the member {member}");
            }
        }

        return new(host, outcome, exitCode, attempts, duration, stdout, stderr, truncated, error);
    }

    private protected override void WriteMembers(Utf8JsonWriter writer, HostResult value)
    {
        TextsJson.Write(writer, "host", value.Host);
        writer.WriteString("outcome", FleetJson.Outcomes.NameOf((int)value.Outcome));
        if (value.ExitCode is int exitCode)
        {
            writer.WriteNumber("exit_code", exitCode);
        }

        writer.WriteNumber("attempts", value.Attempts);
        SecondsJson.Write(writer, "duration", value.Duration);
        TextsJson.Write(writer, "stdout", value.Stdout);
        TextsJson.Write(writer, "stderr", value.Stderr);
        writer.WriteBoolean("truncated", value.Truncated);
        if (value.Error is not null)
        {
            writer.WriteString("error", value.Error);
        }
    }
}
