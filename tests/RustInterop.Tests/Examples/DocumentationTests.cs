using System.Text.RegularExpressions;
using RustInterop.Tests.Packaging;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Examples;

public sealed partial class DocumentationTests
{
    private const int LongestReadme = 149;

    private static readonly string[] s_folders =
    [
        "", "docs", "samples/Fleet", "samples/ImageFilters", "samples/LogAnalyser", "samples/SearchIndex", "samples/TextStats",
        "src/RustInterop.Fleet.Tool", "tests/hostile",
    ];

    public static TheoryData<string> Documents =>
    [
        .. s_folders
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.md"))
            .Select(file => Path.GetRelativePath(Repository.PathOf(""), file))
            .Where(file => file != "CHANGELOG.md"),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Document_LinksAndFileNames_Exist(string document)
    {
        string text = await File.ReadAllTextAsync(Repository.PathOf(document));
        string folder = Path.GetDirectoryName(document)!;

        IEnumerable<string> linked = Links().Matches(text).Select(match => match.Groups[1].Value);
        IEnumerable<string> named = Names().Matches(text).Select(match => match.Groups[1].Value);

        linked.Where(file => !Exists(folder, file)).Should().BeEmpty();
        named.Where(file => !Exists(folder, file) && !Exists("", file)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Document_TestClasses_Exist(string document)
    {
        string text = await File.ReadAllTextAsync(Repository.PathOf(document));

        IEnumerable<string> named = TestClasses().Matches(text).Select(match => match.Groups[1].Value);

        // A test class is in a file of its name.
        named.Should().BeSubsetOf(Directory.GetFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Document_PackagesOfOurs_HaveThisVersion(string document)
    {
        string text = await File.ReadAllTextAsync(Repository.PathOf(document));

        IEnumerable<string> versions = Versions().Matches(text).Select(match => match.Groups[1].Value);

        versions.Should().AllBe(PackageFile.Version);
    }

    [Fact]
    public async Task Readme_Length_IsLimited()
    {
        (await File.ReadAllLinesAsync(Repository.PathOf("README.md"))).Length.Should().BeLessThanOrEqualTo(LongestReadme);
    }

    private static bool Exists(string folder, string file) => Path.Exists(Repository.PathOf(folder, file));

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`(\w+Tests)\b")]
    private static partial Regex TestClasses();

    // In a reference, in the name of a file, and in an option of dotnet.
    [GeneratedRegex(@"(?i)\brustinterop(?:\.[a-z]+)*(?:"" Version=""|\.| --version )(\d+\.\d+\.\d+)")]
    private static partial Regex Versions();

    [GeneratedRegex(@"`((?:native|src|tests|eng|docs|samples|templates|benchmarks)/[\w./-]+\.(?:rs|cs|c|h|md|sh|py|supp))`")]
    private static partial Regex Names();
}
