using Xunit.Abstractions;
using Xunit.Sdk;

namespace RustInterop.Tests.Counting;

/// <summary>Makes a test that passed one that failed where it has left something in Rust's memory.</summary>
internal sealed class CountingSink(IMessageSink inner, RustMemory memory, IReadOnlyList<long> start)
    : LongLivedMarshalByRefObject, IMessageSink
{
    // A test that leaks is not to make those after it fail.
    private IReadOnlyList<long> _base = start;

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is not ITestResultMessage result || memory.TryReturnTo(_base))
        {
            return inner.OnMessage(message);
        }

        string left = $"{memory}, and it was {string.Join(", ", _base)} before";
        _base = memory.Settle();
        return inner.OnMessage(result is ITestPassed
            ? new TestFailed(result.Test, result.ExecutionTime, result.Output, new InvalidOperationException(left))
            : message);
    }
}
