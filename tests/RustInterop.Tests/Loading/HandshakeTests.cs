using System.Text;
using RustInterop.Loading;

namespace RustInterop.Tests.Loading;

public sealed class HandshakeTests
{
    [Fact]
    public void Check_SameAbiAndVersion_DoesNotThrow()
    {
        Action check = () => Check(Handshake.AbiVersion, Handshake.Version);

        check.Should().NotThrow();
    }

    [Fact]
    public void Check_OnlyTheAbiDiffers_Throws()
    {
        Action check = () => Check(Handshake.AbiVersion + 1, Handshake.Version);

        check.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"acme does not match this assembly: the native library is version {Handshake.Version} with ABI {Handshake.AbiVersion + 1}, "
            + $"but RustInterop.dll is version {Handshake.Version} with ABI {Handshake.AbiVersion}.");
    }

    [Fact]
    public void Check_OnlyTheVersionDiffers_Throws()
    {
        Action check = () => Check(Handshake.AbiVersion, $"{Handshake.Version}1");

        check.Should().Throw<RustLibraryLoadException>().WithMessage($"*is version {Handshake.Version}1 with ABI {Handshake.AbiVersion},*");
    }

    private static unsafe void Check(uint abiVersion, string version)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes($"{version}\0"))
        {
            Handshake.Check(abiVersion, (nint)text, "acme");
        }
    }
}
