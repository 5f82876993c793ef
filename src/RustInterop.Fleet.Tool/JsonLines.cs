using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// A JSON object per line on standard output: one for each attempt as it begins, one with each piece of output, if the run reports
/// it while it goes on, one with the result of each host as it ends, and one at the end. Its member <c>event</c> says which it is.
/// </summary>
internal sealed class JsonLines : IReport
{
    private static readonly JsonTypeInfo<HostResult> Result =
        (JsonTypeInfo<HostResult>)ProcedureJson.Progress.Options.GetTypeInfo(typeof(HostResult));

    private readonly ArrayBufferWriter<byte> _line = new();
    private int _completed;

    public string? Failure => null;

    public void Open()
    {
    }

    public void Add(HostStart start) =>
        Write("start", writer => WriteMembers(writer, JsonSerializer.SerializeToElement(start, ProcedureJson.HostStart)));

    public void Add(HostOutput output) =>
        Write("output", writer => WriteMembers(writer, JsonSerializer.SerializeToElement(output, ProcedureJson.HostOutput)));

    public void Add(ProcedureProgress progress)
    {
        _completed = progress.Completed;
        WriteHost(progress.Total, progress.Host);
    }

    public void End(ProcedureOutput output)
    {
        // Those that did not start have no progress. Every host has a line, so that nobody has to know the list to miss one.
        foreach (HostResult host in output.Hosts.Where(host => host.Outcome == HostOutcome.NotStarted))
        {
            WriteHost(output.Hosts.Count, host);
        }

        Write("end", writer =>
        {
            foreach (JsonProperty member in JsonSerializer.SerializeToElement(output with { Hosts = [] }, ProcedureJson.Output)
                .EnumerateObject().Where(member => !member.NameEquals("hosts")))
            {
                member.WriteTo(writer);
            }
        });
    }

    private void WriteHost(int total, HostResult host) => Write("host", writer =>
    {
        writer.WriteNumber("completed", _completed);
        writer.WriteNumber("total", total);
        WriteMembers(writer, JsonSerializer.SerializeToElement(host, Result));
    });

    private static void WriteMembers(Utf8JsonWriter writer, JsonElement record)
    {
        foreach (JsonProperty member in record.EnumerateObject())
        {
            member.WriteTo(writer);
        }
    }

    private void Write(string kind, Action<Utf8JsonWriter> write)
    {
        _line.ResetWrittenCount();
        using (Utf8JsonWriter writer = new(_line))
        {
            writer.WriteStartObject();
            writer.WriteString("event", kind);
            write(writer);
            writer.WriteEndObject();
        }

        _line.Write("\n"u8);
        // In one piece, so that a reader gets whole lines.
        StandardStreams.Output.Write(_line.WrittenSpan);
    }
}
