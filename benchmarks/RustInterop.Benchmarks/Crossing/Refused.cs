using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>Hosts that are all read and checked, the last of which is refused: an exception in .NET.</summary>
public class Refused : ProcedureWork
{
    /// <summary>How many hosts there are.</summary>
    [Params(1, 100, 10_000)]
    public int Size { get; set; }

    private protected override IReadOnlyList<string> Hosts =>
        [.. Enumerable.Range(1, Size - 1).Select(number => $"server{number}.example.com"), "-refused"];

    private protected override object CallByRustInterop() => Caught(base.CallByRustInterop);

    private protected override object ReadReply() => Caught(ThrowRefusal);

    private protected override object CallByHand() => Caught(base.CallByHand);

    private object ThrowRefusal() => throw new InvalidOperationException(
        JsonSerializer.Deserialize(Reply, CrossingJson.Default.HandwrittenError)!.Error.Message);

    private static Exception Caught(Func<object> call)
    {
        try
        {
            call();
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
