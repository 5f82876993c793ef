using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>A member with its default value is left out.</summary>
internal sealed class ProcedureInputConverter : RecordConverter<ProcedureInput>
{
    private static readonly ProcedureInput Default = new(TimeSpan.Zero, 0, [], "", 0);

    internal override RecordMembers Members { get; } = new(
        "timeout",
        "retries",
        "host_list",
        "action",
        "job_id",
        "transport?",
        "ssh_arguments?",
        "remote_shell?",
        "sudo?",
        "sudo_password?",
        "expect_disconnect?",
        "max_failures?",
        "batches?",
        "max_batch_failures?",
        "block_size?",
        "block_lifetime?",
        "concurrency?",
        "retry_delay?",
        "output_limit?",
        "drop_reported_output?",
        "report_starts?",
        "report_output?",
        "environment?",
        "variables?",
        "host_variables?",
        "input?",
        "host_inputs?",
        "keep_connections?",
        "max_kept_connections?");

    // Otherwise the serialiser would handle null itself.
    public override bool HandleNull => true;

    private protected override ProcedureInput Read(ref Utf8JsonReader reader, ref RecordMembers.Reading members)
    {
        ProcedureInput input = Default;
        while (members.Next(ref reader) is { } member)
        {
            input = member switch
            {
                "timeout" => input with { Timeout = SecondsJson.Read(ref reader) },
                "retries" => input with { Retries = reader.GetByte() },
                "host_list" => input with { HostList = TextsJson.Read(ref reader) },
                "action" => input with { Action = reader.GetString()! },
                "job_id" => input with { JobId = reader.GetInt32() },
                "transport" => input with { Transport = (Transport)FleetJson.Transports.Read(ref reader) },
                "ssh_arguments" => input with { SshArguments = TextsJson.Read(ref reader) },
                "remote_shell" => input with { RemoteShell = (RemoteShell)FleetJson.RemoteShells.Read(ref reader) },
                "sudo" => input with { Sudo = reader.GetBoolean() },
                "sudo_password" => input with { SudoPassword = reader.GetString() },
                "expect_disconnect" => input with { ExpectDisconnect = reader.GetBoolean() },
                "max_failures" => input with { MaxFailures = reader.GetInt32() },
                "batches" => input with { Batches = HostShareJson.ReadList(ref reader) },
                "max_batch_failures" => input with { MaxBatchFailures = HostShareJson.Read(ref reader) },
                "block_size" => input with { BlockSize = reader.GetInt32() },
                "block_lifetime" => input with { BlockLifetime = SecondsJson.Read(ref reader) },
                "concurrency" => input with { Concurrency = reader.GetInt32() },
                "retry_delay" => input with { RetryDelay = SecondsJson.Read(ref reader) },
                "output_limit" => input with { OutputLimit = reader.GetInt32() },
                "drop_reported_output" => input with { DropReportedOutput = reader.GetBoolean() },
                "report_starts" => input with { ReportStarts = reader.GetBoolean() },
                "report_output" => input with { ReportOutput = reader.GetBoolean() },
                "environment" => input with { Environment = VariablesJson.Read(ref reader) },
                "variables" => input with { Variables = VariablesJson.Read(ref reader) },
                "host_variables" => input with { HostVariables = ByHostJson.Read(ref reader, VariablesJson.Read) },
                "input" => input with { Input = ActionInputJson.Read(ref reader) },
                "host_inputs" => input with { HostInputs = ByHostJson.Read(ref reader, ActionInputJson.Read) },
                "keep_connections" => input with { KeepConnections = SecondsJson.Read(ref reader) },
                "max_kept_connections" => input with { MaxKeptConnections = reader.GetInt32() },
                _ => throw new NotSupportedException($"the member {member}"),
            };
        }

        return input;
    }

    private protected override void WriteMembers(Utf8JsonWriter writer, ProcedureInput value)
    {
        SecondsJson.Write(writer, "timeout", value.Timeout);
        writer.WriteNumber("retries", value.Retries);
        TextsJson.Write(writer, "host_list", value.HostList);
        TextsJson.Write(writer, "action", value.Action);
        writer.WriteNumber("job_id", value.JobId);
        if (value.Transport != Default.Transport)
        {
            writer.WriteString("transport", FleetJson.Transports.NameOf((int)value.Transport));
        }

        if (NotNull(value.SshArguments, "ssh_arguments").Count > 0)
        {
            TextsJson.Write(writer, "ssh_arguments", value.SshArguments);
        }

        if (value.RemoteShell != Default.RemoteShell)
        {
            writer.WriteString("remote_shell", FleetJson.RemoteShells.NameOf((int)value.RemoteShell));
        }

        WriteSudo(writer, value);
        if (value.ExpectDisconnect)
        {
            writer.WriteBoolean("expect_disconnect", true);
        }

        if (value.MaxFailures is int maxFailures)
        {
            writer.WriteNumber("max_failures", maxFailures);
        }

        WriteBatches(writer, value);
        WriteLimits(writer, value);
        WriteVariables(writer, value);
        WriteInputs(writer, value);
        WriteConnections(writer, value);
    }

    private static void WriteSudo(Utf8JsonWriter writer, ProcedureInput value)
    {
        if (value.Sudo)
        {
            writer.WriteBoolean("sudo", true);
        }

        if (value.SudoPassword is not null)
        {
            TextsJson.Write(writer, "sudo_password", value.SudoPassword);
        }
    }

    private static void WriteBatches(Utf8JsonWriter writer, ProcedureInput value)
    {
        if (NotNull(value.Batches, "batches").Count > 0)
        {
            HostShareJson.Write(writer, "batches", value.Batches);
        }

        if (value.MaxBatchFailures is HostShare maxBatchFailures)
        {
            writer.WritePropertyName("max_batch_failures");
            HostShareJson.Write(writer, maxBatchFailures);
        }
    }

    private static void WriteLimits(Utf8JsonWriter writer, ProcedureInput value)
    {
        if (value.BlockSize != 0)
        {
            writer.WriteNumber("block_size", value.BlockSize);
        }

        if (value.BlockLifetime != TimeSpan.Zero)
        {
            SecondsJson.Write(writer, "block_lifetime", value.BlockLifetime);
        }

        if (value.Concurrency != Default.Concurrency)
        {
            writer.WriteNumber("concurrency", value.Concurrency);
        }

        if (value.RetryDelay != Default.RetryDelay)
        {
            SecondsJson.Write(writer, "retry_delay", value.RetryDelay);
        }

        if (value.OutputLimit != Default.OutputLimit)
        {
            writer.WriteNumber("output_limit", value.OutputLimit);
        }

        if (value.DropReportedOutput)
        {
            writer.WriteBoolean("drop_reported_output", true);
        }

        if (value.ReportStarts)
        {
            writer.WriteBoolean("report_starts", true);
        }

        if (value.ReportOutput)
        {
            writer.WriteBoolean("report_output", true);
        }
    }

    private static void WriteVariables(Utf8JsonWriter writer, ProcedureInput value)
    {
        if (value.Environment is not null)
        {
            VariablesJson.Write(writer, "environment", value.Environment);
        }

        if (NotNull(value.Variables, "variables").Count > 0)
        {
            VariablesJson.Write(writer, "variables", value.Variables);
        }

        if (NotNull(value.HostVariables, "host_variables").Count > 0)
        {
            ByHostJson.Write(writer, "host_variables", value.HostVariables, VariablesJson.Write);
        }
    }

    private static void WriteInputs(Utf8JsonWriter writer, ProcedureInput value)
    {
        if (value.Input is not null)
        {
            ActionInputJson.Write(writer, "input", value.Input);
        }

        if (NotNull(value.HostInputs, "host_inputs").Count > 0)
        {
            ByHostJson.Write(writer, "host_inputs", value.HostInputs, ActionInputJson.Write);
        }
    }

    private static void WriteConnections(Utf8JsonWriter writer, ProcedureInput value)
    {
        if (value.KeepConnections != Default.KeepConnections)
        {
            SecondsJson.Write(writer, "keep_connections", value.KeepConnections);
        }

        if (value.MaxKeptConnections != Default.MaxKeptConnections)
        {
            writer.WriteNumber("max_kept_connections", value.MaxKeptConnections);
        }
    }

    // Null would be read as an empty collection.
    private static T NotNull<T>(T? collection, string member)
        where T : class =>
        collection ?? throw new JsonException($"{member} must not be null");
}
