using RustInterop.Crossing;
using RustInterop.Tests.Child;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Crossing;

[Collection(Alone.Name)]
public sealed class RustStringTests
{
    [Fact]
    public void Dispose_ReaderThrew_GivesTheStringBack()
    {
        Action read = () =>
        {
            using RustString reply = RawReply.Of("null\0"u8);
            NativeMethods.rust_interop_live_strings().Should().Be(1);
            throw new InvalidOperationException();
        };

        read.Should().Throw<InvalidOperationException>();

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Dispose_OneOfTwo_LeavesTheOther()
    {
        RustString first = RawReply.Of("null\0"u8);
        using RustString second = RawReply.Of("null\0"u8);

        first.Dispose();

        NativeMethods.rust_interop_live_strings().Should().Be(1);
        second.Text.Utf8.ToArray().Should().StartWith("{\"error\":{"u8.ToArray());
    }

    [Fact]
    public void Dispose_Null_DoesNothing() => new RustString(BuiltInLibrary.Instance, 0).Dispose();

    [LinuxFact]
    public unsafe void Utf8_LongerThanASpan_Throws()
    {
        using EndlessText text = new();

        Action read = () => _ = new RustText(BuiltInLibrary.Instance, (nint)text.Start).Utf8.Length;

        RustException exception = read.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidReply);
        exception.Message.Should().Contain("longer than .NET can read");
    }
}
