using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

public sealed class PackageTests
{
    private static string RuntimeIdentifier
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private static string Library =>
        OperatingSystem.IsWindows() ? "rust_interop.dll"
        : OperatingSystem.IsMacOS() ? "librust_interop.dylib"
        : "librust_interop.so";

    [Fact]
    public void Package_Files_AreTheLibraryItsDocumentationTheNativeLibraryAndTheReadme() =>
        ContentOf("nupkg").Should().BeEquivalentTo(
            "RustInterop.nuspec",
            "README.md",
            "lib/net10.0/RustInterop.dll",
            "lib/net10.0/RustInterop.xml",
            $"runtimes/{RuntimeIdentifier}/native/{Library}");

    [Fact]
    public void SymbolPackage_Files_HoldTheSymbols() =>
        ContentOf("snupkg").Should().BeEquivalentTo("RustInterop.nuspec", "lib/net10.0/RustInterop.pdb");

    [Fact]
    public void Package_Metadata_NamesTheLicenceAndNoDependency()
    {
        using ZipArchive package = ZipFile.OpenRead(PackageFile.PathOf("nupkg"));
        using Stream stream = package.GetEntry("RustInterop.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        XNamespace nuspec = metadata.Name.Namespace;

        metadata.Element(nuspec + "license")!.Value.Should().Be("MIT");
        metadata.Element(nuspec + "readme")!.Value.Should().Be("README.md");
        metadata.Descendants(nuspec + "dependency").Should().BeEmpty();
    }

    [Fact]
    public async Task Package_FreshConsoleProject_CallsRust()
    {
        using TemporaryFolder folder = new();
        await WriteProjectAsync(folder);
        Dictionary<string, string?> environment = new()
        {
            // Nothing of the user's is used or changed, and nothing stays behind.
            ["NUGET_PACKAGES"] = folder.PathOf("packages"),
            ["ImportDirectoryBuildProps"] = "false",
            ["ImportDirectoryBuildTargets"] = "false",
            ["ImportDirectoryPackagesProps"] = "false",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        };

        ProcessResult run = await Command.RunAsync(
            "dotnet", ["run", "--project", folder.PathOf("Consumer.csproj")], environment: environment);

        run.ExitCode.Should().Be(0, "it said {0} {1}", run.Stdout, run.Stderr);
        run.Stdout.ReplaceLineEndings("\n").Should().Be("Rust is here\n7: 0 hosts failed\nhello\n");
    }

    private static async Task WriteProjectAsync(TemporaryFolder folder)
    {
        await File.WriteAllTextAsync(folder.PathOf("nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{PackageFile.Folder}" />
              </packageSources>
              <packageSourceMapping>
                <clear />
              </packageSourceMapping>
            </configuration>
            """);
        await File.WriteAllTextAsync(folder.PathOf("Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="RustInterop" Version="[{PackageFile.Version}]" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(folder.PathOf("Program.cs"), """
            using System;
            using RustInterop;

            Rust.PrintString("Rust is here");
            ProcedureOutput output = Rust.StartProcedure(
                new ProcedureInput(TimeSpan.FromSeconds(60), 0, ["here"], "echo hello", 7) { Transport = Transport.Local });
            Console.WriteLine($"{output.JobId}: {output.Message}");
            Console.Write(output.Hosts[0].Stdout);
            """);
    }

    private static IReadOnlyList<string> ContentOf(string extension)
    {
        using ZipArchive package = ZipFile.OpenRead(PackageFile.PathOf(extension));
        // What the package format itself adds is no content.
        return [.. package.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                && !name.StartsWith("package/", StringComparison.Ordinal)
                && name != "[Content_Types].xml")];
    }
}
