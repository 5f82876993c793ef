using System.Text;
using RustInterop.Loading;

namespace RustInterop.Tests.Loading;

public sealed class HandshakeTests
{
    [Fact]
    public void Check_SameAbi_DoesNotThrow()
    {
        Action sameVersion = () => Check(Handshake.AbiVersion, Handshake.Version);
        Action otherVersion = () => Check(Handshake.AbiVersion, "0.0.1");

        sameVersion.Should().NotThrow();
        otherVersion.Should().NotThrow();
    }

    [Fact]
    public void Check_OtherAbi_ThrowsAndNamesBothSides()
    {
        Action check = () => Check(Handshake.AbiVersion + 1, "9.8.7");

        check.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"acme has ABI {Handshake.AbiVersion + 1}, of rust-interop 9.8.7, "
            + $"but RustInterop.dll {Handshake.Version} needs ABI {Handshake.AbiVersion}. "
            + "Build the library with a rust-interop that has the same ABI.");
    }

    private static unsafe void Check(uint abiVersion, string version)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes($"{version}\0"))
        {
            Handshake.Check(abiVersion, (nint)text, "acme");
        }
    }
}
