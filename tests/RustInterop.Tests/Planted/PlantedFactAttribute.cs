using Xunit.Sdk;

namespace RustInterop.Tests.Planted;

/// <summary>A test that commits a fault: there is none unless the library was built to commit it.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("RustInterop.Tests.Planted.PlantedFactDiscoverer", "RustInterop.Tests")]
internal sealed class PlantedFactAttribute : FactAttribute;
