using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary><c>start_procedure</c> where only the crossing takes time: it waits for no host.</summary>
public abstract class ProcedureWork : Work
{
    private ReadyBytes<ProcedureInput, ProcedureOutput> _parts = null!;

    private protected abstract IReadOnlyList<string> Hosts { get; }

    private protected ProcedureInput Input { get; private set; } = null!;

    private protected HandwrittenInput InputByHand { get; private set; } = null!;

    private protected byte[] Reply => _parts.Reply;

    /// <summary>Prepares the inputs of the parts.</summary>
    [GlobalSetup]
    public unsafe void Setup()
    {
        Input = new(TimeSpan.FromSeconds(10), 3, Hosts, "true", 1) { Transport = Transport.Local };
        InputByHand = new(10, 3, Hosts, "true", 1, "local");
        _parts = new(&Exports.start_procedure_of_bytes, Input, ProcedureJson.Input, ProcedureJson.Output);
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Cleanup() => _parts.Dispose();

    private protected override void WriteInput() => _parts.Serialize();

    private protected override void CallNative() => _parts.Native();

    private protected override object ReadReply() => _parts.Deserialize();

    private protected override object CallByRustInterop() => Rust.StartProcedure(Input);

    private protected override object CallByHand() => Handwritten.StartProcedure(InputByHand);
}
