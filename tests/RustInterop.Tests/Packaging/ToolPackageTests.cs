using System.Xml.Linq;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>The package RustInterop.Fleet.Tool.</summary>
public sealed class ToolPackageTests
{
    private const string Id = "RustInterop.Fleet.Tool";
    private const string Folder = "tools/net10.0/any/";

    private static readonly string[] s_program =
    [
        "DotnetToolSettings.xml", "fleet.dll", "fleet.deps.json", "fleet.runtimeconfig.json",
        "DiffPlex.dll", "RustInterop.dll", "Spectre.Console.dll", "Spectre.Console.Ansi.dll", "System.CommandLine.dll", "YamlDotNet.dll",
    ];

    [Fact]
    public void Package_Files_AreTheProgramAndTheNativeLibrariesOfThePackageRustInterop()
    {
        IReadOnlyList<string> files = PackageFile.ContentOf(PackageFile.PathOf("nupkg", Id));

        files.Where(file => !file.StartsWith($"{Folder}runtimes/", StringComparison.Ordinal)).Should()
            .BeEquivalentTo([$"{Id}.nuspec", "README.md", "icon.png", .. s_program.Select(file => Folder + file)]);
        files.Where(file => file.StartsWith($"{Folder}runtimes/", StringComparison.Ordinal)).Should().BeEquivalentTo(
            PackageFile.ContentOf(PackageFile.PathOf("nupkg")).Where(file => file.StartsWith("runtimes/", StringComparison.Ordinal))
                .Select(file => Folder + file));
    }

    [Fact]
    public void Package_Metadata_NamesLicenceReadmeAndIconAndNoDependency()
    {
        XElement metadata = PackageFile.MetadataOf(PackageFile.PathOf("nupkg", Id));
        XNamespace nuspec = metadata.Name.Namespace;

        metadata.Element(nuspec + "license")!.Value.Should().Be("MIT");
        metadata.Element(nuspec + "readme")!.Value.Should().Be("README.md");
        metadata.Element(nuspec + "icon")!.Value.Should().Be("icon.png");
        metadata.Descendants(nuspec + "dependency").Should().BeEmpty();
        metadata.Descendants(nuspec + "packageType").Select(type => (string)type.Attribute("name")!).Should().Equal("DotnetTool");
    }

    [Fact]
    public async Task Package_InstalledAsATool_RunsAnAction()
    {
        using ConsumerFolder folder = new();
        string program = folder.PathOf(OperatingSystem.IsWindows() ? "tools/fleet.exe" : "tools/fleet");

        // The program looks for the runtime, which may be anywhere.
        Dictionary<string, string?> environment = new(folder.Environment) { ["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath) };

        await folder.RunAsync("tool", "install", Id, "--tool-path", "tools", "--version", PackageFile.Version);
        ProcessResult fleet = await Command.RunAsync(
            program, ["-w", "a,b", "-f1", "--transport", "local", "echo hello"], environment: environment);

        fleet.Should().BeEquivalentTo(new { ExitCode = 0, Stdout = "a: hello\nb: hello\n" });
    }
}
