using RustInterop.Crossing;
using RustInterop.Tests.Child;
using RustInterop.Tests.Loading;
using RustInterop.Tests.Support;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RustInterop.Tests.Torture;

/// <summary>Memory faults, committed on purpose under a tool that has to see them. <c>torture</c> runs them one by one.</summary>
[Collection(Alone.Name)]
public sealed class PlantedFaults
{
    [PlantedFact]
    public void Leak() => Plant("leak");

    [PlantedFact]
    public void UseAfterFree() => Plant("use_after_free");

    [PlantedFact]
    public void DoubleFree() => Plant("double_free");

    /// <summary>By C#, which is where a fault in this project's C# would be.</summary>
    [PlantedFact]
    public void StringGivenBackTwice()
    {
        using RustString reply = RawReply.Of("{}\0"u8);
        NativeMethods.free_mem(reply.Text.Address);
    }

    private static void Plant(string fault) =>
        CountedLibrary.TryOpen(NativeLibraryFile.Path)!.TryPlant(fault).Should().BeTrue("the library knows {0}", fault);
}

/// <summary>A test that commits a fault. It exists only if the library is that of tests/crates/equipment.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("RustInterop.Tests.Torture.PlantedFactDiscoverer", "RustInterop.Tests")]
internal sealed class PlantedFactAttribute : FactAttribute;

/// <inheritdoc cref="PlantedFactAttribute"/>
public sealed class PlantedFactDiscoverer(IMessageSink diagnosticMessageSink) : FactDiscoverer(diagnosticMessageSink)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        CountedLibrary.TryOpen(NativeLibraryFile.Path) is null ? [] : base.Discover(discoveryOptions, testMethod, factAttribute);
}
