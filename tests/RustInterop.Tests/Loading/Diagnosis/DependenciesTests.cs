using RustInterop.Loading.Diagnosis;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Loading.Diagnosis;

public sealed class DependenciesTests
{
    [Fact]
    public void MissingIn_SomeFolders_AreTheNamesInNoneOfThem()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        File.WriteAllText(first.PathOf("one.dll"), "");
        File.WriteAllText(second.PathOf("two.dll"), "");

        IEnumerable<string> missing = Dependencies.MissingIn(
            [first.FullName, second.FullName], ["one.dll", "two.dll", "three.dll", "api-ms-win-core-synch-l1-2-0.dll"]);

        missing.Should().Equal("three.dll");
    }

    [LinuxFact]
    public void Missing_NamesInTheLoadersMessage_AreTheOnesThatDoNotLoad() =>
        Dependencies.Missing(
            ["libc.so.6", "libgone.so.3", "libunsaid.so"],
            "/library.so",
            "libc.so.6: version not found, libgone.so.3: cannot open shared object file")
            .Should().Equal("libgone.so.3");
}
