using System.IO.Compression;
using System.Runtime.Versioning;
using RustInterop.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

[Trait(Suite.Name, Suite.Projects)]
public sealed class CratePackTests
{
    [ToolFact("cargo")]
    public async Task PublishAndPack_TwoCrates_ContainBothLibraries()
    {
        using CrateProject project = new("first", "second");
        project.WriteCrate("first", "");
        project.WriteCrate("second", "");
        project.WriteProgram("App");

        await RunAsync(project, "publish", "App", "-o", project.PathOf("out"));
        await RunAsync(project, "pack", "Library", "-o", project.PathOf("feed"));

        Directory.GetFiles(project.PathOf("out")).Select(Path.GetFileName).Should()
            .Contain([LibrarySearch.FileName("first"), LibrarySearch.FileName("second"), "Library.dll"]);
        NativeFiles(project).Should().BeEquivalentTo(
            $"runtimes/{PackageFile.RuntimeIdentifier}/native/{LibrarySearch.FileName("first")}",
            $"runtimes/{PackageFile.RuntimeIdentifier}/native/{LibrarySearch.FileName("second")}");
    }

    [LinuxFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Pack_OtherRuntimeIdentifier_BuildsItsTarget()
    {
        using CrateProject project = new("native");
        project.WriteCrate("native", "");
        RecordingCargo cargo = new(project, RecordingCargo.Building("aarch64-pc-windows-msvc/release", "native.dll"));

        await RunAsync(project, "pack", "Library", "-r", "win-arm64", "-o", project.PathOf("feed"));

        cargo.Builds.Should().ContainSingle().Which.Should()
            .Contain("--target aarch64-pc-windows-msvc").And.Contain("--profile release ");
        NativeFiles(project).Should().Equal("runtimes/win-arm64/native/native.dll");
    }

    [ToolFact("cargo")]
    public async Task Pack_SeveralFrameworks_HasTheLibraryOnce()
    {
        using CrateProject project = new("native");
        project.WriteCrate("native", "");
        string manifest = project.PathOf("Library/Library.csproj");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace(
            "<TargetFramework>net10.0</TargetFramework>",
            "<TargetFrameworks>net10.0;net10.0-browser</TargetFrameworks>",
            StringComparison.Ordinal));

        await RunAsync(project, "pack", "Library", "-warnaserror", "-o", project.PathOf("feed"));

        NativeFiles(project).Should().ContainSingle();
    }

    private static async Task RunAsync(CrateProject project, params string[] arguments)
    {
        ProcessResult result = await project.DotnetAsync(arguments);
        result.ExitCode.Should().Be(0, "the output was {0}", result.Stdout);
    }

    private static IReadOnlyList<string> NativeFiles(CrateProject project)
    {
        string path = Directory.GetFiles(project.PathOf("feed")).Should().ContainSingle().Subject;
        using ZipArchive package = ZipFile.OpenRead(path);
        return [.. package.Entries.Select(entry => entry.FullName)
            .Where(name => name.StartsWith("runtimes/", StringComparison.Ordinal))];
    }
}
