using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

public sealed class PackageTests
{
    private static string Library =>
        OperatingSystem.IsWindows() ? "rust_interop.dll"
        : OperatingSystem.IsMacOS() ? "librust_interop.dylib"
        : "librust_interop.so";

    [Fact]
    public void Package_Files_AreTheLibraryTheTargetsTheCrateAndItsDescription() =>
        PackageFile.ContentOf(PackageFile.PathOf("nupkg")).Where(name => !IsNativeLibrary(name)).Should().BeEquivalentTo([
            "RustInterop.nuspec",
            "README.md",
            "icon.png",
            "sbom/native.cdx.json",
            "build/net10.0/RustInterop.targets",
            "buildTransitive/net10.0/RustInterop.targets",
            "tasks/RustInterop.Build.dll",
            "tasks/LibObjectFile.dll",
            "tasks/LibObjectFile.LICENSE.txt",
            "tasks/Tomlyn.dll",
            "tasks/Tomlyn.LICENSE.txt",
            "lib/net10.0/RustInterop.dll",
            "lib/net10.0/RustInterop.xml",
            "crate/Cargo.toml",
            .. CrateFiles(Repository.PathOf("native"), "include"),
            .. CrateFiles(Repository.PathOf("native", "interop"), "src"),
            "crate/macros/Cargo.toml",
            .. CrateFiles(Repository.PathOf("native"), Path.Combine("macros", "src")),
        ]);

    [Fact]
    public void Package_NativeLibraries_AreThisMachinesOrThoseOfAllSystems()
    {
        IReadOnlyList<string> libraries = [.. PackageFile.ContentOf(PackageFile.PathOf("nupkg")).Where(IsNativeLibrary)];

        libraries.Should().Contain($"runtimes/{PackageFile.RuntimeIdentifier}/native/{Library}");
        if (libraries.Count > 1)
        {
            libraries.Should().BeEquivalentTo(
                "runtimes/linux-arm64/native/librust_interop.so",
                "runtimes/linux-musl-x64/native/librust_interop.so",
                "runtimes/linux-x64/native/librust_interop.so",
                "runtimes/win-x64/native/rust_interop.dll");
        }
    }

    [Theory]
    [InlineData("crate/Cargo.toml", "rust-interop-macros = { path = \"macros\" }")]
    [InlineData("crate/macros/Cargo.toml", "proc-macro = true")]
    public void Package_CrateManifest_LeavesOutWorkspaceLintsAndTests(string name, string line)
    {
        using ZipArchive package = ZipFile.OpenRead(PackageFile.PathOf("nupkg"));
        using StreamReader manifest = new(package.GetEntry(name)!.Open());

        manifest.ReadToEnd().Should().Contain(line).And.Contain("[lib]")
            .And.NotContain("dev-dependencies").And.NotContain("[lints").And.NotContain("workspace").And.NotContain("example").And.NotContain("cdylib");
    }

    [Fact]
    public async Task Package_BillOfMaterials_NamesEachLockedCrateWithItsLicence()
    {
        using ZipArchive package = ZipFile.OpenRead(PackageFile.PathOf("nupkg"));
        using Stream stream = package.GetEntry("sbom/native.cdx.json")!.Open();
        JsonNode bill = JsonNode.Parse(stream)!;
        string[] locked = [.. (await File.ReadAllTextAsync(Repository.PathOf("native", "Cargo.lock"))).Split("[[package]]")
            .Where(entry => entry.Contains("source = ", StringComparison.Ordinal))
            .Select(entry => entry.Split('"')[1])
            // For a feature that the library does not use.
            .Except(["ctor", "value-bag", "version_check"])];

        JsonNode[] components = [bill["metadata"]!["component"]!, .. bill["components"]!.AsArray().Select(node => node!)];

        components.Select(component => (string)component["name"]!).Should().BeEquivalentTo(
            [.. locked, "rust-interop", "rust-interop-fleet", "rust-interop-library", "rust-interop-macros", "std"], "crates that only tests need are not in it");
        components.Select(component => (string)component["licenses"]![0]!["expression"]!).Should().NotContainNulls()
            .And.NotContain("");
        components.Single(component => (string)component["name"]! == "serde_derive")["scope"]!.GetValue<string>()
            .Should().Be("excluded", "it runs only at compile time");
    }

    [Fact]
    public void SymbolPackage_Files_HoldTheSymbols() =>
        PackageFile.ContentOf(PackageFile.PathOf("snupkg")).Should().BeEquivalentTo("RustInterop.nuspec", "lib/net10.0/RustInterop.pdb");

    [Fact]
    public void Package_Metadata_NamesLicenceReadmeAndIconAndNoDependency()
    {
        XElement metadata = PackageFile.MetadataOf(PackageFile.PathOf("nupkg"));
        XNamespace nuspec = metadata.Name.Namespace;

        metadata.Element(nuspec + "license")!.Value.Should().Be("MIT");
        metadata.Element(nuspec + "readme")!.Value.Should().Be("README.md");
        metadata.Element(nuspec + "icon")!.Value.Should().Be("icon.png");
        metadata.Descendants(nuspec + "dependency").Should().BeEmpty();
    }

    [Fact]
    public async Task Package_FreshConsoleProject_CallsRust()
    {
        using ConsumerFolder folder = new();
        WriteProject(folder);

        ProcessResult run = await folder.DotnetAsync(["run", "--project", "Consumer"]);

        run.ExitCode.Should().Be(0, "the output was {0} {1}", run.Stdout, run.Stderr);
        run.Stdout.ReplaceLineEndings("\n").Should().Be("Rust is here\n7: 0 hosts failed\nhello\n");
    }

    private static bool IsNativeLibrary(string name) => name.StartsWith("runtimes/", StringComparison.Ordinal);

    private static void WriteProject(ConsumerFolder folder)
    {
        folder.Write("Consumer/Consumer.csproj", $"""
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
        folder.Write("Consumer/Program.cs", """
            using System;
            using RustInterop;
            using RustInterop.Fleet;

            Rust.PrintString("Rust is here");
            ProcedureOutput output = Rust.StartProcedure(
                new ProcedureInput(TimeSpan.FromSeconds(60), 0, ["here"], "echo hello", 7) { Transport = Transport.Local });
            Console.WriteLine($"{output.JobId}: {output.Message}");
            Console.Write(output.Hosts[0].Stdout);
            """);
    }

    private static IEnumerable<string> CrateFiles(string crate, string folder) =>
        Directory.GetFiles(Path.Combine(crate, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(crate, file).Replace('\\', '/'))
            .Select(file => $"crate/{file}");
}
