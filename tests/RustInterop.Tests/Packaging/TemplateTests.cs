using System.Xml.Linq;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

public sealed class TemplateTests : IDisposable
{
    private readonly ConsumerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("cargo")]
    public async Task RustLib_AllOptionsWithinARepositoryOfBothLanguages_PassesItsTests()
    {
        Dictionary<string, string?> environment = _folder.Environment;
        environment.Remove("ImportDirectoryPackagesProps");
        _folder.UseCratesOfTheBuild(environment);
        await _folder.InstallTemplatesAsync();
        _folder.Write("Cargo.toml", "[workspace]\nmembers = []\n");
        _folder.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
            </Project>
            """);

        await _folder.RunAsync("new", "rustlib", "-n", "Acme.Text", "--object", "--async");
        ProcessResult before = await Command.RunAsync(
            "cargo", ["test"], environment: environment, directory: _folder.PathOf("Acme.Text/native"));
        before.Stderr.Should().Contain("run-dotnet-build-first", "the error says what to do");
        ProcessResult test = await _folder.DotnetAsync(["test"], environment, "Acme.Text");

        test.ExitCode.Should().Be(0, "the output was {0} {1}", test.Stdout, test.Stderr);
        test.Stdout.Should().Contain("Passed!").And.Contain("Failed:     0, Passed:     8, Skipped:     0");
        Directory.GetFiles(_folder.PathOf("Acme.Text/native")).Select(Path.GetFileName).Should()
            .BeEquivalentTo("Cargo.toml", "Cargo.lock");
    }

    [Fact]
    public async Task RustLib_ObjectAndAsync_AddTheirFilesAndTheLinesThatNameThem()
    {
        await _folder.InstallTemplatesAsync();

        IReadOnlyList<string> plain = await LinesWithAsync();
        IReadOnlyList<string> withObject = await LinesWithAsync("--object");
        IReadOnlyList<string> withAsync = await LinesWithAsync("--async");
        IReadOnlyList<string> withBoth = await LinesWithAsync("--object", "--async");

        withBoth.Should().NotContainMatch("*#if*").And.NotContainMatch("*#endif*");
        withObject.Should().Contain(plain).And.ContainMatch("*lib.rs: mod word_counter;");
        withAsync.Should().Contain(plain).And.ContainMatch("*lib.rs: mod texts;");
        withObject.Except(plain).Should().AllSatisfy(line => line.Should().MatchRegex("word_counter|WordCounter"));
        withAsync.Except(plain).Should().AllSatisfy(line => line.Should().MatchRegex("(?i)texts"));
        withBoth.Should().BeEquivalentTo(withObject.Union(withAsync));
    }

    [Fact]
    public async Task RustLib_AnyName_MakesValidNamesForBothLanguages()
    {
        await _folder.InstallTemplatesAsync();

        // On Windows, lib.dll would be the same file as Lib.dll.
        await ShouldMakeAsync("Lib", "Lib", "lib_native");
        await ShouldMakeAsync("My-Lib", "My_Lib", "my_lib");
        await ShouldMakeAsync("3D.Two Words", "_3D.Two_Words", "_3d_two_words");
    }

    [Fact]
    public void RustLib_Versions_MatchThisRepository()
    {
        Dictionary<string, string> expected = XDocument.Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        expected["RustInterop"] = PackageFile.Version;

        IReadOnlyList<XElement> used = [.. Directory
            .GetFiles(Repository.PathOf("templates", "rustlib"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))];

        used.Should().HaveCount(4).And.AllSatisfy(package =>
            ((string?)package.Attribute("Version")).Should().Be(expected[(string)package.Attribute("Include")!]));
    }

    /// <summary>The different lines of what the template makes with these options, each with the name of its file.</summary>
    private async Task<IReadOnlyList<string>> LinesWithAsync(params string[] options)
    {
        string folder = $"With{string.Concat(options)}";
        await _folder.RunAsync(["new", "rustlib", "-n", "Acme.Text", "-o", folder, .. options]);
        return [.. _folder.ReadAll(folder).SelectMany(file => file.Value.Split('\n').Select(line => $"{file.Key}: {line}")).Distinct()];
    }

    private async Task ShouldMakeAsync(string name, string expectedNamespace, string crate)
    {
        await _folder.RunAsync("new", "rustlib", "-n", name);

        XDocument.Load(_folder.PathOf($"{name}/{name}.slnx")).Descendants("Project").Should().HaveCount(2)
            .And.AllSatisfy(project =>
                File.Exists(_folder.PathOf($"{name}/{(string)project.Attribute("Path")!}")).Should().BeTrue());
        (await File.ReadAllTextAsync(_folder.PathOf($"{name}/src/{name}/{name}.csproj"))).Should()
            .Contain($"<RootNamespace>{expectedNamespace}</RootNamespace>");
        (await File.ReadAllTextAsync(_folder.PathOf($"{name}/tests/{name}.Tests/TextAnalysisTests.cs"))).Should()
            .Contain($"namespace {expectedNamespace}.Tests;");
        (await File.ReadAllTextAsync(_folder.PathOf($"{name}/native/Cargo.toml"))).Should().Contain($"name = \"{crate}\"");
    }
}
