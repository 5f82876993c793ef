using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

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
