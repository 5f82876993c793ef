using System.Text.Json;
using RustInterop.Benchmarks.FanOut.Peers;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>A .NET program that calls RustInterop once, from its start to its end.</summary>
internal sealed record OursAsProgram() : Peer("RustInterop, a program of its own", Environment.ProcessPath!)
{
    /// <summary>What that program does.</summary>
    /// <param name="work">As JSON.</param>
    internal static Task MainAsync(string work) => new Ours().RunAsync(JsonSerializer.Deserialize<Work>(work)!);

    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        ["fan-out-program", JsonSerializer.Serialize(work)];
}
