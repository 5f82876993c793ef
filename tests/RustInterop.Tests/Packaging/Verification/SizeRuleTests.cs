using System.Security.Cryptography;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class SizeRuleTests : IDisposable
{
    private readonly VerifiedPackage _package = new();

    public void Dispose() => _package.Dispose();

    [LinuxFact]
    public async Task Verify_LargeLibrary_IsRefused()
    {
        byte[] library = _package.Read(VerifiedPackage.Library);
        Array.Resize(ref library, 1_600_001);
        _package.Write(VerifiedPackage.Library, library);

        (await _package.FindAsync()).Should().Equal(VerifiedPackage.Finding("has 1600001 bytes", "at most 1600000"));
    }

    [LinuxFact]
    public async Task Verify_LargePackage_IsRefused()
    {
        // What no compression makes smaller.
        _package.Write("docs/film", RandomNumberGenerator.GetBytes(4_500_000));

        (await _package.FindAsync()).Should().ContainSingle().Which.Should()
            .MatchRegex("^RustInterop.nupkg: has [0-9]+ bytes; expected: at most 4500000$");
    }
}
