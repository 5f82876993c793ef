using System.Xml.Linq;

namespace RustInterop.Tests.Packaging;

/// <summary>The packages of one assembly that stand beside RustInterop.</summary>
public sealed class SiblingPackageTests
{
    private const string Logging = "RustInterop.Extensions.Logging";
    private const string Orleans = "RustInterop.Orleans";

    [Theory]
    [InlineData(Logging)]
    [InlineData(Orleans)]
    public void Package_Files_AreTheAssemblyAndItsDescription(string id)
    {
        PackageFile.ContentOf(PackageFile.PathOf("nupkg", id)).Should().BeEquivalentTo(
            $"{id}.nuspec", "README.md", "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml");
        PackageFile.ContentOf(PackageFile.PathOf("snupkg", id)).Should().BeEquivalentTo($"{id}.nuspec", $"lib/net10.0/{id}.pdb");
    }

    [Theory]
    [InlineData(Logging, "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging")]
    [InlineData(
        Orleans,
        "Microsoft.Data.Sqlite",
        "Microsoft.Orleans.Client",
        "Microsoft.Orleans.Clustering.AdoNet",
        "Microsoft.Orleans.Serialization.SystemTextJson",
        "Microsoft.Orleans.Server",
        "Npgsql",
        "StackExchange.Redis")]
    public void Package_Metadata_NamesLicenceAndDependencies(string id, params string[] dependencies)
    {
        XElement metadata = PackageFile.MetadataOf(PackageFile.PathOf("nupkg", id));
        XNamespace nuspec = metadata.Name.Namespace;

        metadata.Element(nuspec + "license")!.Value.Should().Be("MIT");
        metadata.Descendants(nuspec + "dependency").Select(dependency => (string)dependency.Attribute("id")!).Should().BeEquivalentTo(
            [nameof(RustInterop), .. dependencies]);
    }
}
