using System.Xml.Linq;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>The package RustInterop.Orleans.</summary>
[Trait(Suite.Name, Suite.Projects)]
public sealed class OrleansPackageTests
{
    private const string Id = "RustInterop.Orleans";

    [Fact]
    public void Package_Files_AreTheAssemblyAndItsDescription()
    {
        PackageFile.ContentOf(PackageFile.PathOf("nupkg", Id)).Should().BeEquivalentTo(
            $"{Id}.nuspec", "README.md", "icon.png", $"lib/net10.0/{Id}.dll", $"lib/net10.0/{Id}.xml");
        PackageFile.ContentOf(PackageFile.PathOf("snupkg", Id)).Should().BeEquivalentTo($"{Id}.nuspec", $"lib/net10.0/{Id}.pdb");
    }

    [Fact]
    public void Package_Metadata_NamesLicenceAndDependencies()
    {
        XElement metadata = PackageFile.MetadataOf(PackageFile.PathOf("nupkg", Id));
        XNamespace nuspec = metadata.Name.Namespace;

        metadata.Element(nuspec + "license")!.Value.Should().Be("MIT");
        metadata.Descendants(nuspec + "dependency").Select(dependency => (string)dependency.Attribute("id")!).Should().BeEquivalentTo(
            nameof(RustInterop), "Microsoft.Data.Sqlite", "Microsoft.Orleans.Client", "Microsoft.Orleans.Serialization.SystemTextJson",
            "Microsoft.Orleans.Server");
    }
}
