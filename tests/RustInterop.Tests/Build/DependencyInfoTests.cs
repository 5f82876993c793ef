using RustInterop.Build;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Build;

public sealed class DependencyInfoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/t/lib.so: /a/lib.rs /a/x.rs", "/a/lib.rs|/a/x.rs")]
    [InlineData("/t/lib.so:", "")]
    [InlineData(@"/t/lib.so: /a\ b/lib.rs /a/it's.rs", "/a b/lib.rs|/a/it's.rs")]
    [InlineData(@"/t/lib.so: C:\a\lib.rs C:\a\ b\lib.rs", @"C:\a\lib.rs|C:\a b\lib.rs")]
    [InlineData("/t/other.so: /a/lib.rs", "")]
    public void ReadFiles_Rule_GivesItsFiles(string line, string files) =>
        DependencyInfo.ReadFiles(Write(line), "/t/lib.so").Should().Equal(files.Split('|', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void ReadFiles_SpaceInTheLibrary_FindsItsRule() =>
        DependencyInfo.ReadFiles(Write(@"/t\ t/lib.so: /a.rs"), "/t t/lib.so").Should().Equal("/a.rs");

    [Fact]
    public void ReadVariables_SetAndUnset_GivesBothNames() =>
        DependencyInfo.ReadVariables(Write("a.d: a.rs\n\na.rs:\n\n# env-dep:HOME=/root=x\n# env-dep:NONE\n"))
            .Should().Equal("HOME", "NONE");

    private string Write(string text)
    {
        string path = _folder.PathOf("lib.d");
        File.WriteAllText(path, text);
        return path;
    }
}
