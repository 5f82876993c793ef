using RustInterop.Crossing;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Crossing;

public sealed class CStringTests
{
    [LinuxFact]
    public unsafe void Lend_LongerThanASpan_Throws()
    {
        using EndlessText text = new();

        Action lend = () => CString.Lend(text.Start);

        RustException exception = lend.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidReply);
        exception.Message.Should().Contain("longer than .NET can read");
    }
}
