using Xunit.Abstractions;
using Xunit.Sdk;

namespace RustInterop.Tests.Counting;

/// <summary>Turns a passed test into a failed one if it has left something in Rust's memory.</summary>
internal sealed class CountingSink(IMessageSink inner, RustMemory memory, IReadOnlyList<long> start)
    : LongLivedMarshalByRefObject, IMessageSink
{
    // After a leak the count starts anew, so that the following tests do not fail.
    private IReadOnlyList<long> _base = start;

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is not ITestResultMessage result || memory.TryReturnTo(_base))
        {
            return inner.OnMessage(message);
        }

        string left = $"{memory}; before the test: {string.Join(", ", _base)}";
        _base = memory.Settle();
        return inner.OnMessage(result is ITestPassed
            ? new TestFailed(result.Test, result.ExecutionTime, result.Output, new InvalidOperationException(left))
            : message);
    }
}
