using System.Text;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class PathRuleTests : IDisposable
{
    private const string Expected = "no path of the machine that it was built on";

    private readonly VerifiedPackage _package = new();

    public void Dispose() => _package.Dispose();

    [LinuxTheory]
    [InlineData("/home/someone/work/src/lib.rs")]
    [InlineData("/root/.cargo/registry/src/serde/src/de.rs")]
    [InlineData("/tmp/build/lib.rs")]
    [InlineData("/Users/someone/lib.rs")]
    [InlineData(@"C:\Users\someone\lib.rs")]
    [InlineData("d:/Users/someone/lib.rs")]
    public async Task Verify_PathBelowAHome_IsRefused(string path)
    {
        await WriteNamingAsync(path);

        (await _package.FindAsync()).Should().Equal(VerifiedPackage.Finding($"names {path}", Expected));
    }

    [LinuxFact]
    public async Task Verify_PathThatMeansNoFile_IsSound()
    {
        await WriteNamingAsync("src/lib.rs /rust/library/std/src/lib.rs /rustc/01ef/library/core/src/lib.rs /crates/a/src/de.rs /tmp");

        await _package.ShouldBeSoundAsync();
    }

    [LinuxFact]
    public async Task Verify_PathBelowAGivenFolder_IsRefused()
    {
        await WriteNamingAsync("/crates/src/lib.rs /src/lib.rs /builds/project/lib.rs");

        (await _package.FindAsync("--folder", "/src", "--folder", "/builds/project/", "--folder", "/")).Should().Equal(
            VerifiedPackage.Finding("names /src/lib.rs", Expected),
            VerifiedPackage.Finding("names /builds/project/lib.rs", Expected));
    }

    [LinuxTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Verify_PathInTheAssembly_IsRefused(int offset)
    {
        // .NET's texts may begin at any offset; nobody misses what stands behind the end of an assembly.
        byte[] assembly = _package.Read(VerifiedPackage.Assembly);
        byte[] padding = new byte[(assembly.Length + offset) % 2];
        _package.Write(
            VerifiedPackage.Assembly, [.. assembly, .. padding, .. Encoding.Unicode.GetBytes("\0/home/someone/Rust.cs\0")]);

        (await _package.FindAsync()).Should().Equal(
            $"{VerifiedPackage.Assembly}: names /home/someone/Rust.cs; expected: {Expected}");
    }

    private Task WriteNamingAsync(string path) => _package.WriteCAsync($"""
        {VerifiedPackage.Code(VerifiedPackage.Functions())}
        __attribute__((used)) static const char path[] = "{path.Replace(@"\", @"\\", StringComparison.Ordinal)}";
        """);
}
