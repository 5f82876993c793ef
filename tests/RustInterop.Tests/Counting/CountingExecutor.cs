using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RustInterop.Tests.Counting;

/// <summary>Runs one test at a time, after a warm-up.</summary>
internal sealed class CountingExecutor(
    AssemblyName assemblyName,
    ISourceInformationProvider sourceInformationProvider,
    IMessageSink diagnosticMessageSink,
    RustMemory memory)
    : XunitTestFrameworkExecutor(assemblyName, sourceInformationProvider, diagnosticMessageSink)
{
    protected override void RunTestCases(
        IEnumerable<IXunitTestCase> testCases,
        IMessageSink executionMessageSink,
        ITestFrameworkExecutionOptions executionOptions)
    {
        WarmUp.RunAsync().GetAwaiter().GetResult();
        executionOptions.SetValue<bool?>("xunit.execution.DisableParallelization", true);
        // So that the end of a test is reported before the next one starts.
        executionOptions.SetValue<bool?>("xunit.execution.SynchronousMessageReporting", true);
        base.RunTestCases(testCases, new CountingSink(executionMessageSink, memory, memory.Settle()), executionOptions);
    }
}
