using System.IO.Compression;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class SoundPackageTests
{
    [LinuxFact]
    public async Task Verify_PackageOfTheBuild_SumsItUpInOneLine()
    {
        string path = PackageFile.PathOf("nupkg");
        string[] identifiers = await IdentifiersAsync(path);
        // That of all systems has to keep to what is published; that of this machine's kind is linked with its own glibc.
        string[] arguments = identifiers.Length > 1 ? [] : VerifiedPackage.GlibcOfThisMachine;

        ProcessResult result = await VerifierProgram.RunAsync([path, .. arguments]);

        result.ExitCode.Should().Be(0, "it said {0} {1}", result.Stdout, result.Stderr);
        string line = result.Stdout.TrimEnd();
        line.Should().NotContain("\n").And.StartWith($"RustInterop.{PackageFile.Version}.nupkg (");
        identifiers.Should().NotBeEmpty().And.AllSatisfy(identifier =>
            line.Should().MatchRegex($@"[:,] {identifier} \({identifier.Split('-')[^1]}, ([\w. ]+, )?[\d.]+ MB\)"));
    }

    /// <summary>What the tests of the rules break.</summary>
    [LinuxFact]
    public async Task Verify_LibraryOfC_IsAsGoodAsOneOfRust()
    {
        using VerifiedPackage package = new();
        await package.WriteSoundCAsync();

        await package.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Verify_NoPackage_SaysSo()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("RustInterop.nupkg");
        await File.WriteAllTextAsync(path, "no archive");

        ProcessResult result = await VerifierProgram.RunAsync(path);

        result.ExitCode.Should().Be(1);
        result.Stdout.TrimEnd().Should().StartWith("RustInterop.nupkg: ")
            .And.EndWith("; expected: a NuGet package of RustInterop");
    }

    [Fact]
    public async Task Verify_PackageWithoutTheAssembly_SaysSo()
    {
        using VerifiedPackage package = new();
        package.Write(VerifiedPackage.Assembly, null);

        (await package.FindAsync()).Should().Equal(
            $"RustInterop.nupkg: {VerifiedPackage.Assembly} is not in it; expected: a NuGet package of RustInterop");
    }

    private static async Task<string[]> IdentifiersAsync(string path)
    {
        using ZipArchive archive = await ZipFile.OpenReadAsync(path);
        return [.. archive.Entries.Select(entry => entry.FullName.Split('/')).Where(names => names[0] == "runtimes")
            .Select(names => names[1]).Distinct()];
    }
}
