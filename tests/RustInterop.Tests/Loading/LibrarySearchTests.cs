using System.Reflection;
using System.Runtime.InteropServices;
using RustInterop.Loading;

namespace RustInterop.Tests.Loading;

public sealed class LibrarySearchTests
{
    private static readonly Assembly Assembly = typeof(Rust).Assembly;

    [Fact]
    public void Candidates_Folders_AreTheDocumentedOnesInOrder()
    {
        string root = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string file = LibrarySearch.FileName("acme");

        IEnumerable<string> candidates = LibrarySearch.Candidates("acme", Assembly);

        candidates.Should().OnlyHaveUniqueItems();
        candidates.First().Should().Be(Path.Combine(root, file));
        candidates.Should().Contain(
            Path.Combine(root, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", file));
    }

    [Theory]
    [InlineData(typeof(Rust))]
    [InlineData(typeof(object))]
    public void Candidates_AnyAssembly_AreBesideItThenBesideTheProgramThenInTheHostsFolders(Type type)
    {
        string[] roots =
        [
            Path.GetDirectoryName(type.Assembly.Location)!, Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory),
        ];
        IEnumerable<string> found = ((string)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(Path.TrimEndingDirectorySeparator);
        IEnumerable<string> folders = roots
            .SelectMany(root => LibrarySearch.RuntimeIdentifiers()
                .Select(identifier => Path.Combine(root, "runtimes", identifier, "native"))
                .Prepend(root))
            .Concat(found);

        LibrarySearch.Candidates("acme", type.Assembly).Should().Equal(
            folders.Select(folder => Path.Combine(folder, LibrarySearch.FileName("acme"))).Distinct());
    }

    [Fact]
    public void Name_OfAFile_IsThatOfItsLibrary()
    {
        string file = LibrarySearch.FileName("acme_text");

        LibrarySearch.Name("acme_text").Should().Be("acme_text");
        LibrarySearch.Name(file).Should().Be("acme_text");
        LibrarySearch.Name(Path.Combine("folder", file)).Should().Be("acme_text");
        LibrarySearch.Name(Path.Combine("folder", "other.file")).Should().Be("other.file");
    }

    [Fact]
    public void RuntimeIdentifiers_AnySystem_EndWithThePortableOne()
    {
        string own = RuntimeInformation.RuntimeIdentifier;
        string system = OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : own.Contains("musl") || own.StartsWith("alpine", StringComparison.Ordinal) ? "linux-musl"
            : "linux";
        string processor = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "x64"
            : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64"
            : own[(own.LastIndexOf('-') + 1)..];

        LibrarySearch.RuntimeIdentifiers().Should().Equal(new[] { own, $"{system}-{processor}" }.Distinct());
    }
}
