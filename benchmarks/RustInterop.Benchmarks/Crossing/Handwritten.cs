using System.Runtime.InteropServices;
using System.Text.Json;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>
/// Interop as people usually write it: a string in, a string out, and System.Text.Json with reflection. It frees the reply, but
/// not if an exception comes in between.
/// </summary>
internal static class Handwritten
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static HandwrittenOutput StartProcedure(HandwrittenInput input) =>
        Read<HandwrittenOutput>(
            BuiltInExports.start_procedure(JsonSerializer.Serialize(input, Options)), BuiltInExports.free_mem);

    internal static Listing ListFiles(ListingRequest request) =>
        Read<Listing>(Exports.list_files(JsonSerializer.Serialize(request, Options)), Exports.free_mem);

    private static T Read<T>(nint reply, Action<nint> free)
    {
        string json = Marshal.PtrToStringUTF8(reply)!;
        free(reply);
        return json.StartsWith("{\"error\":", StringComparison.Ordinal)
            ? throw new InvalidOperationException(JsonSerializer.Deserialize<HandwrittenError>(json, Options)!.Error.Message)
            : JsonSerializer.Deserialize<T>(json, Options)!;
    }
}

/// <summary>The input of start_procedure, with the members that the benchmarks use.</summary>
internal sealed record HandwrittenInput(
    double Timeout, int Retries, IReadOnlyList<string> HostList, string Action, int JobId, string Transport);

/// <summary>The output of start_procedure.</summary>
internal sealed record HandwrittenOutput(
    int JobId, string Result, string Message, IReadOnlyList<string> FailedHosts, IReadOnlyList<HandwrittenHost> Hosts);

/// <summary>The result of one host.</summary>
internal sealed record HandwrittenHost(string Host, string Outcome);

/// <summary>The error that any procedure may return instead of an output.</summary>
internal sealed record HandwrittenError(HandwrittenDetail Error);

/// <summary>The content of a <see cref="HandwrittenError"/>.</summary>
internal sealed record HandwrittenDetail(string Kind, string Message, string? Path);
