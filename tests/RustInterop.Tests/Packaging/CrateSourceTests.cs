using System.IO.Compression;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>The copy of the crate's source that users' crates depend on.</summary>
public sealed class CrateSourceTests : IDisposable
{
    private readonly ConsumerFolder _folder = new();

    public CrateSourceTests() => ZipFile.ExtractToDirectory(PackageFile.PathOf("nupkg"), _folder.PathOf("package"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copy_NoFolder_CopiesThePackagesSourceAndIgnoresItInGit()
    {
        await CopyAsync();

        Files("native/.rust-interop").Should().BeEquivalentTo([.. Files("package/crate"), ".gitignore"]);
        (await File.ReadAllTextAsync(Copied(".gitignore"))).Trim().Should().Be("*");
    }

    [Fact]
    public async Task Copy_SameVersion_ChangesOnlyFilesThatDiffer()
    {
        await CopyAsync();
        DateTime old = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        foreach (string file in new[] { "package/crate/src/lib.rs", "native/.rust-interop/src/lib.rs" })
        {
            File.SetLastWriteTimeUtc(_folder.PathOf(file), old);
        }

        string text = await File.ReadAllTextAsync(Copied("src/lib.rs"));
        await File.WriteAllTextAsync(Copied("src/context.rs"), "mine");
        await File.WriteAllTextAsync(Copied("src/gone.rs"), "no longer in the package");
        await CopyAsync();

        File.GetLastWriteTimeUtc(Copied("src/lib.rs")).Should().Be(old, "cargo would compile it again");
        (await File.ReadAllTextAsync(Copied("src/lib.rs"))).Should().Be(text);
        (await File.ReadAllTextAsync(Copied("src/context.rs"))).Should().NotBe("mine");
        File.Exists(Copied("src/gone.rs")).Should().BeFalse();
    }

    [Fact]
    public async Task Copy_AnotherVersion_ReplacesFilesOfTheSameTimeAndLength()
    {
        await CopyAsync();
        DateTime time = File.GetLastWriteTimeUtc(Copied("src/lib.rs"));
        string text = await File.ReadAllTextAsync(Copied("src/lib.rs"));
        await File.WriteAllTextAsync(Copied("src/lib.rs"), text.Replace("Rust", "Lust", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(Copied("src/lib.rs"), time);
        await File.AppendAllTextAsync(Copied("Cargo.toml"), "# of an earlier version\n");

        await CopyAsync();

        (await File.ReadAllTextAsync(Copied("src/lib.rs"))).Should().Be(text);
        (await File.ReadAllTextAsync(Copied("Cargo.toml"))).Should().NotContain("earlier");
    }

    private string Copied(string file) => _folder.PathOf($"native/.rust-interop/{file}");

    private IReadOnlyList<string> Files(string folder) =>
        [.. Directory.GetFiles(_folder.PathOf(folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder.PathOf(folder), file))];

    private async Task CopyAsync()
    {
        ProcessResult copy = await _folder.DotnetAsync([
            "msbuild", "package/build/RustInterop.CrateSource.proj",
            $"-p:Destination={_folder.PathOf("native/.rust-interop")}",
        ]);
        copy.ExitCode.Should().Be(0, "the output was {0}", copy.Stdout);
    }
}
