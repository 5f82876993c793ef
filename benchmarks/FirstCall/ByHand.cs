using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FirstCall;

/// <summary>The same call by interop that is written for a quick start: the serializer's code is generated.</summary>
internal static partial class ByHand
{
    internal static Output StartProcedure()
    {
        Input input = new(1, 0, [], "true", 1, "local");
        nint reply = start_procedure(JsonSerializer.Serialize(input, Json.Default.Input));
        try
        {
            return JsonSerializer.Deserialize(Marshal.PtrToStringUTF8(reply)!, Json.Default.Output)!;
        }
        finally
        {
            free_mem(reply);
        }
    }

    [LibraryImport("rust_interop", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint start_procedure(string inputJson);

    [LibraryImport("rust_interop")]
    private static partial void free_mem(nint text);
}

/// <summary>The input of start_procedure, with the members that this call needs.</summary>
internal sealed record Input(double Timeout, int Retries, IReadOnlyList<string> HostList, string Action, int JobId, string Transport);

/// <summary>The output of start_procedure.</summary>
internal sealed record Output(int JobId, string Result, string Message, IReadOnlyList<string> FailedHosts, IReadOnlyList<Host> Hosts);

/// <summary>The result of one host.</summary>
internal sealed record Host(string Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Input))]
[JsonSerializable(typeof(Output))]
internal sealed partial class Json : JsonSerializerContext;
