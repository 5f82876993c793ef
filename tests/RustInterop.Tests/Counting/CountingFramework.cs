using System.Reflection;
using RustInterop.Tests.Counting;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework(CountingFramework.TypeName, "RustInterop.Tests")]

namespace RustInterop.Tests.Counting;

/// <summary>
/// If the built-in library counts its allocations, a test passes only if everything that Rust allocated is freed at its end.
/// Otherwise this is plain xunit.
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
