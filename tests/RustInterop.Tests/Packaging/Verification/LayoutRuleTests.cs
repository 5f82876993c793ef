using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class LayoutRuleTests : IDisposable
{
    private readonly VerifiedPackage _package = new();

    public void Dispose() => _package.Dispose();

    [Theory]
    [InlineData("debian.12-x64")]
    [InlineData("linux")]
    [InlineData("Linux-x64")]
    [InlineData("browser-wasm")]
    public async Task Verify_RuntimeIdentifierForNoMachine_IsRefused(string identifier)
    {
        _package.Write(VerifiedPackage.PathOf(identifier), _package.Read(VerifiedPackage.Library));

        (await _package.FindAsync()).Should().Equal(
            $"runtimes/{identifier}: is named by no portable runtime identifier of .NET for a system and a processor; "
            + "expected: one such as linux-x64, linux-musl-arm64, win-x64 or osx-arm64");
    }

    [Fact]
    public async Task Verify_NoLibrary_IsRefused()
    {
        _package.Write(VerifiedPackage.Library, null);

        (await _package.FindAsync()).Should().Equal(
            "RustInterop.nupkg: has no native library; expected: runtimes/{rid}/native/");
    }

    [LinuxFact]
    public async Task Verify_OtherFileName_IsRefused()
    {
        string other = VerifiedPackage.Library.Replace("librust", "rust", StringComparison.Ordinal);
        _package.Write(other, _package.Read(VerifiedPackage.Library));
        _package.Write(VerifiedPackage.Library, null);

        (await _package.FindAsync()).Should().Equal(VerifiedPackage.Finding("is not there", $"it in place of {other}"));
    }

    [LinuxFact]
    public async Task Verify_FurtherFiles_AreRefused()
    {
        string beside = VerifiedPackage.Library + ".old";
        string above = VerifiedPackage.Library.Replace("native/", "", StringComparison.Ordinal);
        _package.Write(beside, []);
        _package.Write(above, []);

        (await _package.FindAsync()).Should().Equal(
            $"{above}: is not looked for; expected: {VerifiedPackage.Library} alone",
            $"{beside}: is not looked for; expected: {VerifiedPackage.Library} alone");
    }
}
