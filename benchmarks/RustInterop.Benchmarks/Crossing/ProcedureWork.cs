using System.Text.Json;
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
        Input = new(TimeSpan.FromSeconds(10), 3, Hosts, "true", 1)
        {
            Transport = Transport.Local,
            // Without one, RustInterop sends that of this process with the hosts, whose size depends on the machine.
            Environment = new Dictionary<string, string>(),
        };
        InputByHand = new(10, 3, Hosts, "true", 1, "local");
        _parts = new(
            &BuiltInExports.start_procedure_of_bytes, &BuiltInExports.free_mem, Input, ProcedureJson.Input, ProcedureJson.Output);
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

/// <summary>A call that has nothing to do: only the crossing.</summary>
public class NoHosts : ProcedureWork
{
    private protected override IReadOnlyList<string> Hosts => [];
}

/// <summary>Hosts that are all read and checked. The last one is refused, which throws an exception in .NET.</summary>
public class Refused : ProcedureWork
{
    /// <summary>The number of hosts.</summary>
    [Params(1, 100, 10_000)]
    public int Size { get; set; }

    private protected override IReadOnlyList<string> Hosts =>
        [.. Enumerable.Range(1, Size - 1).Select(number => $"server{number}.example.com"), "-refused"];

    // Each frame that an exception passes takes time, so there are no frames here but the thrower's.
    private protected override object CallByRustInterop() => Caught(Rust.StartProcedure, Input);

    private protected override object ReadReply() => Caught(ThrowRefusal, Reply);

    private protected override object CallByHand() => Caught(Handwritten.StartProcedure, InputByHand);

    private static object ThrowRefusal(byte[] reply) => throw new InvalidOperationException(
        JsonSerializer.Deserialize(reply, CrossingJson.Default.HandwrittenError)!.Error.Message);

    private static Exception Caught<T>(Func<T, object> call, T argument)
    {
        try
        {
            call(argument);
        }
        catch (RustException exception)
        {
            return exception;
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }

        throw new NotSupportedException("the input was not refused");
    }
}
