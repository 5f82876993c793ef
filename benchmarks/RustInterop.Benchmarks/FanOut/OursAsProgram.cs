using System.Text.Json;
using RustInterop.Benchmarks.FanOut.Peers;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>A .NET program that calls RustInterop once, measured from start to end.</summary>
internal sealed record OursAsProgram() : Peer("RustInterop, as its own program", Environment.ProcessPath!)
{
    /// <summary>The main function of that program.</summary>
    /// <param name="work">The work as JSON.</param>
    internal static Task MainAsync(string work) => new Ours().RunAsync(JsonSerializer.Deserialize<Work>(work)!);

    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        ["fan-out-program", JsonSerializer.Serialize(work)];
}
