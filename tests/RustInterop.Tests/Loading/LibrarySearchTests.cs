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
}
