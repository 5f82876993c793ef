using RustInterop.Build;

namespace RustInterop.Tests.Build;

public sealed class RustTargetTests
{
    [Theory]
    [InlineData("win-x64", "x86_64-pc-windows-msvc", true)]
    [InlineData("win-x64", "x86_64-pc-windows-gnu", true)]
    [InlineData("win-x64", "i686-pc-windows-gnu", false)]
    [InlineData("win-x64", "x86_64-unknown-linux-gnu", false)]
    [InlineData("linux-x64", "x86_64-unknown-linux-gnu", true)]
    [InlineData("linux-x64", "x86_64-unknown-linux-musl", false)]
    [InlineData("linux-x64", "x86_64-pc-windows-gnu", false)]
    public void Fits_Triple_SaysWhetherTheLibraryCanBeLoaded(string runtimeIdentifier, string triple, bool fits) =>
        RustTarget.Of(runtimeIdentifier)!.Fits(triple).Should().Be(fits);

    [Theory]
    [InlineData("linux-musl-x64", "libacme.so")]
    [InlineData("osx-arm64", "libacme.dylib")]
    [InlineData("win-x64", "acme.dll")]
    public void LibraryFile_RuntimeIdentifier_IsItsSystemsName(string runtimeIdentifier, string file) =>
        RustTarget.LibraryFile(runtimeIdentifier, "acme").Should().Be(file);
}
