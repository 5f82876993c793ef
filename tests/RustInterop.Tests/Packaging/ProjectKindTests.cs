using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.Versioning;
using RustInterop.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>Projects as people have them.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Suite.Name, Suite.Projects)]
public sealed class ProjectKindTests
{
    [LinuxFact("cargo")]
    public async Task Publish_RuntimeIdentifierInTheProgramsProject_GetsThatLibrary()
    {
        using CrateProject project = new("native");
        project.WriteCrate("native", "");
        RecordingCargo cargo = new(project, $$"""
            case "$*" in
            *--target*) {{RecordingCargo.Building("aarch64-pc-windows-msvc/debug", "native.dll")}} ;;
            *) {{RecordingCargo.Building("debug", "libnative.so")}} ;;
            esac
            """);
        project.Write("Middle/Middle.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>
            </Project>
            """);
        project.WriteProgram("App", "<RuntimeIdentifier>win-arm64</RuntimeIdentifier><SelfContained>false</SelfContained>");
        project.Edit("App/App.csproj", "../Library/Library.csproj", "../Middle/Middle.csproj");

        ProcessResult publish = await project.DotnetAsync("publish", "App", "-c", "Debug", "-o", project.PathOf("out"));

        publish.ExitCode.Should().Be(0, "the output was {0}", publish.Stdout);
        NativeFilesIn(project.PathOf("App/bin/Debug/net10.0/win-arm64")).Should().Equal("native.dll");
        NativeFilesIn(project.PathOf("out")).Should().Equal("native.dll");
        cargo.Builds.Should().HaveCount(2, "the library is also built for this machine, as for any project that references it");
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net9.0")]
    public async Task Restore_OlderFramework_IsRefused(string framework)
    {
        using CrateProject project = new();
        project.Edit("Library/Library.csproj", "<TargetFramework>net10.0</TargetFramework>",
            $"<TargetFramework>{framework}</TargetFramework><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>");

        ProcessResult restore = await project.DotnetAsync("restore", "Library");

        restore.ExitCode.Should().NotBe(0);
        restore.Stdout.Should().Contain("error NU1202: Package RustInterop");
    }

    [LinuxFact("cargo")]
    public async Task Build_CrateWithinTheProject_AddsNothingToItsItems()
    {
        using CrateProject project = new("Library/native");
        project.Edit("Library/Library.csproj", "../Library/native", "native");
        project.WriteCrate("Library/native", "");
        project.Edit("Library/native/Cargo.toml", "Library/native", "native");
        (await project.BuildAsync()).ExitCode.Should().Be(0);
        Directory.Exists(project.PathOf("Library/native/target/debug")).Should().BeTrue();

        ProcessResult items = await project.DotnetAsync("msbuild", "Library", "-getItem:None", "-getItem:Compile");

        items.Stdout.Should().Contain("native/src/lib.rs").And.NotContain("native/target");
    }

    [LinuxFact("cargo")]
    public async Task PublishContainer_CrateBelowTheProgram_IsInTheImage()
    {
        using ImageRegistry registry = new();
        using CrateProject project = new("native");
        project.WriteCrate("native", "");
        project.WriteProgram("App");
        string archive = project.PathOf("image.tar");

        ProcessResult publish = await project.DotnetAsync(
            "publish", "App", "-t:PublishContainer", $"-p:ContainerBaseImage={registry.Image}", $"-p:ContainerArchiveOutputPath={archive}");

        publish.ExitCode.Should().Be(0, "the output was {0}", publish.Stdout);
        FilesIn(archive).Should().Contain($"app/{LibrarySearch.FileName("native")}");
    }

    [LinuxFact("cargo")]
    public async Task Publish_AfterABuildWithoutBuilding_HasTheLibrary()
    {
        using CrateProject project = new("native");
        project.WriteCrate("native", "");
        project.WriteProgram("App");
        (await project.DotnetAsync("build", "App", "-c", "Release")).ExitCode.Should().Be(0);
        RecordingCargo cargo = new(project);

        ProcessResult publish = await project.DotnetAsync("publish", "App", "--no-build", "-o", project.PathOf("out"));

        publish.ExitCode.Should().Be(0, "the output was {0}", publish.Stdout);
        NativeFilesIn(project.PathOf("out")).Should().Equal("libnative.so");
        cargo.Builds.Should().BeEmpty();
    }

    private static IReadOnlyList<string?> NativeFilesIn(string folder) =>
        [.. Directory.GetFiles(folder).Select(Path.GetFileName).Where(file => file!.Contains("native.", StringComparison.Ordinal))];

    // The files of the image's layers, each of which is an archive of its own.
    private static List<string> FilesIn(string image)
    {
        using FileStream file = File.OpenRead(image);
        using TarReader reader = new(file);
        List<string> names = [];
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.Name.EndsWith("layer.tar", StringComparison.Ordinal))
            {
                using GZipStream content = new(entry.DataStream!, CompressionMode.Decompress);
                using TarReader layer = new(content);
                while (layer.GetNextEntry() is { } inside)
                {
                    names.Add(inside.Name);
                }
            }
        }

        return names;
    }
}
