using RustInterop.Build;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Build;

/// <summary>The copy of the crate's source that users' crates depend on.</summary>
public sealed class CrateSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CrateSourceTests()
    {
        Write("package/Cargo.toml", "version = 1");
        Write("package/src/lib.rs", "lib");
        Write("package/src/a/b.rs", "b");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Update_NoFolder_CopiesThePackagesSourceAndIgnoresItInGit()
    {
        Update();

        Copies().Should().BeEquivalentTo("Cargo.toml", "src/lib.rs", "src/a/b.rs", ".gitignore", ".lock");
        Read(".gitignore").Should().Be("*\n");
    }

    [Fact]
    public void Update_SomeFilesDiffer_ChangesOnlyThese()
    {
        Update();
        DateTime old = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        foreach (string file in Copies())
        {
            File.SetLastWriteTimeUtc(PathOf($"copy/{file}"), old);
        }

        Write("copy/src/lib.rs", "lub");
        File.SetLastWriteTimeUtc(PathOf("copy/src/lib.rs"), old);
        Write("copy/src/gone.rs", "no longer in the package");
        Update();

        Read("src/lib.rs").Should().Be("lib");
        File.GetLastWriteTimeUtc(PathOf("copy/src/a/b.rs")).Should().Be(old, "cargo would compile it again");
        File.Exists(PathOf("copy/src/gone.rs")).Should().BeFalse();
    }

    [Fact]
    public async Task Update_ManyAtOnce_LeavesOneSoundCopy()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Update)));

        Read("src/lib.rs").Should().Be("lib");
        Copies().Should().HaveCount(5);
    }

    [Theory]
    [InlineData("""[dependencies] rust-interop = { path = ".rust-interop" }""", "crate/.rust-interop")]
    [InlineData("""dependencies.rust-interop.path = '.rust-interop/x'""", "crate/.rust-interop/x")]
    [InlineData("""[dependencies.interop] package = "rust-interop" path = "../.rust-interop" """, ".rust-interop")]
    [InlineData("""[target.'cfg(unix)'.dependencies] rust-interop = { version = "1", path = ".rust-interop" }""", "crate/.rust-interop")]
    [InlineData("""[dev-dependencies] "rust-interop" = { "path" = "\u002erust-interop" } # a comment""", "crate/.rust-interop")]
    [InlineData("""[patch.crates-io] rust-interop = { path = ".rust-interop" }""", "crate/.rust-interop")]
    [InlineData("""[dependencies] other = { path = "../other" }""", "other/.rust-interop")]
    [InlineData("""[dependencies] rust-interop = { workspace = true }""", "deep/.rust-interop")]
    [InlineData("""[package] workspace = "../elsewhere" """, "elsewhere/.rust-interop")]
    public void FoldersOf_Manifest_FindsThePath(string manifest, string folder)
    {
        Write("other/Cargo.toml", "[dependencies]\nrust-interop = { path = '.rust-interop' }\ncrate = { path = '../crate' }\n");
        Write("elsewhere/Cargo.toml", "[workspace.dependencies]\nrust-interop = { path = '.rust-interop' }\n");
        if (manifest.Contains("workspace = true", StringComparison.Ordinal))
        {
            Write("Cargo.toml", "[workspace.dependencies]\nrust-interop = { path = 'deep/.rust-interop' }\n");
        }

        // A table's header ends its line.
        Write("crate/Cargo.toml", manifest.Replace("] ", "]\n", StringComparison.Ordinal).Replace("\" path", "\"\npath", StringComparison.Ordinal));

        CrateSource.FoldersOf(PathOf("crate/Cargo.toml")).Should().Equal(PathOf(folder));
    }

    [Fact]
    public void FoldersOf_RepositoryBelowAFolderOfThatName_IsNotTakenForACopy()
    {
        Write(".rust-interop/crate/Cargo.toml", "[dependencies]\ncore = { path = \"../core\" }\n");
        Write(".rust-interop/core/Cargo.toml", "[package]\nname = \"core\"\n");

        CrateSource.FoldersOf(PathOf(".rust-interop/crate/Cargo.toml")).Should().BeEmpty("a copy loses all files that are not in the package");
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is not TOML")]
    [InlineData("[dependencies]\nrust-interop = \"0.1\"\n")]
    [InlineData("[dependencies]\nmissing = { path = \"../missing\" }\n")]
    [InlineData("dependencies = 3\ntarget = []\n")]
    public void FoldersOf_ManifestWithoutOne_FindsNone(string manifest)
    {
        Write("crate/Cargo.toml", manifest);

        CrateSource.FoldersOf(PathOf("crate/Cargo.toml")).Should().BeEmpty();
    }

    private void Update() => CrateSource.Update(PathOf("package"), PathOf("copy"), CancellationToken.None);

    private IReadOnlyList<string> Copies() =>
        [.. Directory.GetFiles(PathOf("copy"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(PathOf("copy"), file).Replace('\\', '/'))];

    private string Read(string name) => File.ReadAllText(PathOf($"copy/{name}"));

    private string PathOf(string name) => Path.GetFullPath(_folder.PathOf(name));

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }
}
