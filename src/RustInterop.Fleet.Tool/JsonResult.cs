using System.Text.Json;

namespace RustInterop.Fleet.Tool;

/// <summary>The output as one JSON document on standard output.</summary>
internal sealed class JsonResult : IReport
{
    public string? Failure => null;

    public void Open()
    {
    }

    public void Add(ProcedureProgress progress)
    {
    }

    public void End(ProcedureOutput output)
    {
        // Not through Console.Out, because JSON is UTF-8 and the terminal may use another encoding.
        StandardStream stdout = StandardStreams.Output;
        JsonSerializer.Serialize(stdout, output, ProcedureJson.Output);
        stdout.Write("\n"u8);
    }
}
