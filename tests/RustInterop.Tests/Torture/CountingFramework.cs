using System.Buffers;
using System.Reflection;
using RustInterop.Tests.Child;
using RustInterop.Tests.Child.Soaking;
using RustInterop.Tests.Libraries;
using RustInterop.Tests.Loading;
using RustInterop.Tests.Torture;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework(CountingFramework.TypeName, "RustInterop.Tests")]

namespace RustInterop.Tests.Torture;

/// <summary>
/// If the built-in library counts its allocations, a test passes only if all that Rust allocated is freed when the test ends.
/// Otherwise this is plain xunit.
/// </summary>
public sealed class CountingFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    internal const string TypeName = "RustInterop.Tests.Torture.CountingFramework";

    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        CountedLibrary.TryOpen(NativeLibraryFile.Path) is { } builtIn
            ? new CountingExecutor(assemblyName, SourceInformationProvider, DiagnosticMessageSink, builtIn)
            : base.CreateExecutor(assemblyName);
}

/// <summary>Runs one test at a time, after a warm-up.</summary>
internal sealed class CountingExecutor(
    AssemblyName assemblyName,
    ISourceInformationProvider sourceInformationProvider,
    IMessageSink diagnosticMessageSink,
    CountedLibrary builtIn)
    : XunitTestFrameworkExecutor(assemblyName, sourceInformationProvider, diagnosticMessageSink)
{
    protected override void RunTestCases(
        IEnumerable<IXunitTestCase> testCases,
        IMessageSink executionMessageSink,
        ITestFrameworkExecutionOptions executionOptions)
    {
        WarmUpAsync().GetAwaiter().GetResult();
        executionOptions.SetValue<bool?>("xunit.execution.DisableParallelization", true);
        // Reports the end of a test before the next one begins.
        executionOptions.SetValue<bool?>("xunit.execution.SynchronousMessageReporting", true);
        RustMemory memory = CountedLibrary.TryOpen(Workshop.Library.Path) is { } workshop ? new(builtIn, workshop) : new(builtIn);
        base.RunTestCases(testCases, new CountingSink(executionMessageSink, memory), executionOptions);
    }

    // Whatever Rust allocates once and keeps, such as the buffers of the standard library, is allocated now.
    private static async Task WarmUpAsync()
    {
        foreach (CallKind kind in CallKinds.All)
        {
            await Caller.RunAsync(() =>
            {
                Caller.Call(kind, 0);
                return 0;
            });
        }

        ArrayBufferWriter<byte> output = new();
        RustProcedure length = Workshop.Library.GetProcedure("length");
        length.Invoke("\"text\""u8, output);
        await length.InvokeAsync("\"text\""u8.ToArray(), output);
        FluentActions.Invoking(() => Workshop.Library.GetProcedure("panic_with").Invoke("\"on purpose\""u8, output))
            .Should().Throw<RustPanicException>();
    }
}

/// <summary>Fails a test that passed but left something in Rust's memory.</summary>
internal sealed class CountingSink(IMessageSink inner, RustMemory memory) : LongLivedMarshalByRefObject, IMessageSink
{
    // Updated, so that a test that leaks does not make the next ones fail.
    private IReadOnlyList<long> _before = memory.Settle();

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is not ITestResultMessage result || memory.TryReturnTo(_before))
        {
            return inner.OnMessage(message);
        }

        string left = $"{memory}, and it was {string.Join(", ", _before)} before";
        _before = memory.Settle();
        return inner.OnMessage(result is ITestPassed
            ? new TestFailed(result.Test, result.ExecutionTime, result.Output, new InvalidOperationException(left))
            : message);
    }
}
