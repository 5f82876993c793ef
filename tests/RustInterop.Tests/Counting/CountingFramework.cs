using System.Reflection;
using RustInterop.Tests.Counting;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework(CountingFramework.TypeName, "RustInterop.Tests")]

namespace RustInterop.Tests.Counting;

/// <summary>
/// Where the built-in library counts what it allocates, a test passes only if what Rust has allocated is freed when it has
/// ended; else this is xunit as it is.
/// </summary>
public sealed class CountingFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    internal const string TypeName = "RustInterop.Tests.Counting.CountingFramework";

    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        RustMemory.TryOpen() is { } memory
            ? new CountingExecutor(assemblyName, SourceInformationProvider, DiagnosticMessageSink, memory)
            : base.CreateExecutor(assemblyName);
}
