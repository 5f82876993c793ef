using System.Runtime.InteropServices;
using RustInterop.Tests.Loading;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RustInterop.Tests.Planted;

/// <inheritdoc cref="PlantedFactAttribute"/>
public sealed class PlantedFactDiscoverer(IMessageSink diagnosticMessageSink) : FactDiscoverer(diagnosticMessageSink)
{
    private static bool HasFaults { get; } =
        NativeLibrary.TryGetExport(NativeLibrary.Load(NativeLibraryFile.Path), "rust_interop_plant_fault", out _);

    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        HasFaults ? base.Discover(discoveryOptions, testMethod, factAttribute) : [];
}
