using Xunit.Sdk;

namespace RustInterop.Tests.Planted;

/// <summary>A test that commits a fault. It exists only if the library was built with planted faults.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("RustInterop.Tests.Planted.PlantedFactDiscoverer", "RustInterop.Tests")]
internal sealed class PlantedFactAttribute : FactAttribute;
