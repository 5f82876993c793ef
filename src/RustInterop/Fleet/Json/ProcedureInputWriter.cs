using System.Text;
using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>
/// Writes a <see cref="ProcedureInput"/>, without the members that have their default. By hand, since the serialiser would
/// make an object of what it writes.
/// </summary>
// Mirrors native/src/fleet/input.rs
internal static class ProcedureInputWriter
{
    /// <exception cref="JsonException">The input or a list in it is null or has a null element, or an enum has no such value.</exception>
    internal static void Write(Utf8JsonWriter writer, ProcedureInput input)
    {
        writer.WriteStartObject();
        WriteSeconds(writer, "timeout"u8, input.Timeout);
        writer.WriteNumber("retries"u8, input.Retries);
        WriteTexts(writer, "host_list"u8, input.HostList);
        writer.WriteText("action"u8, input.Action);
        writer.WriteNumber("job_id"u8, input.JobId);
        if (input.Transport != Transport.Ssh)
        {
            writer.WriteString("transport"u8, SnakeCaseEnumConverter<Transport>.NameOf(input.Transport));
        }

        if (input.SshArguments is not { Count: 0 })
        {
            WriteTexts(writer, "ssh_arguments"u8, input.SshArguments);
        }

        if (input.RemoteShell != RemoteShell.Posix)
        {
            writer.WriteString("remote_shell"u8, SnakeCaseEnumConverter<RemoteShell>.NameOf(input.RemoteShell));
        }

        if (input.ExpectDisconnect)
        {
            writer.WriteBoolean("expect_disconnect"u8, input.ExpectDisconnect);
        }

        if (input.MaxFailures is int maxFailures)
        {
            writer.WriteNumber("max_failures"u8, maxFailures);
        }

        if (input.Concurrency != ProcedureInput.DefaultConcurrency)
        {
            writer.WriteNumber("concurrency"u8, input.Concurrency);
        }

        if (input.RetryDelay != ProcedureInput.DefaultRetryDelay)
        {
            WriteSeconds(writer, "retry_delay"u8, input.RetryDelay);
        }

        if (input.OutputLimit != ProcedureInput.DefaultOutputLimit)
        {
            writer.WriteNumber("output_limit"u8, input.OutputLimit);
        }

        if (input.Environment is { } environment)
        {
            writer.WritePropertyName("environment"u8);
            EnvironmentConverter.WriteTo(writer, environment);
        }

        writer.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter writer, ReadOnlySpan<byte> name, TimeSpan value)
    {
        writer.WritePropertyName(name);
        SecondsConverter.Write(writer, value);
    }

    private static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        if (texts is null)
        {
            throw JsonText.NullMember(name);
        }

        writer.WriteStartArray(name);
        for (int index = 0; index < texts.Count; index++)
        {
            writer.WriteStringValue(texts[index] ?? throw NullElement(name, index));
        }

        writer.WriteEndArray();
    }

    private static JsonException NullElement(ReadOnlySpan<byte> name, int index) =>
        new($"the element {index} of {Encoding.UTF8.GetString(name)} is null");
}
