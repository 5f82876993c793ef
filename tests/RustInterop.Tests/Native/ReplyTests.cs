using RustInterop.Native;
using RustInterop.Native.BuiltIn;

namespace RustInterop.Tests.Native;

public sealed class ReplyTests
{
    [Fact]
    public void Read_Null_IsThatThereIsNoReply()
    {
        using RustString missing = new BuiltInString();

        Action read = () => Reply.Read(missing, ProcedureJson.Output).OutputOrThrow();

        read.Should().Throw<RustException>().Which.Kind.Should().Be(RustErrorKind.InvalidReply);
    }

    [Fact]
    public void Read_OutputOfAnotherType_IsThatItDoesNotFit()
    {
        using RustString output = NativeMethods.start_procedure(
            """{"timeout":1,"retries":0,"host_list":[],"action":"x","job_id":1}"""u8.ToArray().Append((byte)0).ToArray());

        Action read = () => Reply.Read(output, RustJson.Default.HostResult).OutputOrThrow();

        RustException exception = read.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidReply);
        exception.InnerException.Should().BeOfType<System.Text.Json.JsonException>();
    }
}
