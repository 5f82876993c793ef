using System.Buffers;
using System.Text;
using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

/// <summary>How deep records and calls may be, as docs/your-own-procedures.md says.</summary>
public sealed class DepthTests
{
    private static readonly RustProcedure<Nested, int> s_depth =
        Workshop.Library.GetProcedure("depth", WorkshopJson.Default.Nested, WorkshopJson.Default.Int32);

    private static readonly RustProcedure<int, Nested> s_nest =
        Workshop.Library.GetProcedure("nest", WorkshopJson.Default.Int32, WorkshopJson.Default.Nested);

    [Fact]
    public void Invoke_SixtyFourLevels_CrossBothWays()
    {
        s_depth.Invoke(NestedList(64)).Should().Be(63);
        LevelsOf(s_nest.Invoke(63)).Should().Be(64);
    }

    [Fact]
    public void Invoke_MoreLevels_AreRefusedInBothDirections()
    {
        Action there = () => s_depth.Invoke(NestedList(65));
        Action back = () => s_nest.Invoke(64);

        there.Should().Throw<JsonException>().WithMessage("*64*");
        back.Should().Throw<RustException>().WithMessage("*64*").Which.Kind.Should().Be(RustErrorKind.InvalidReply);
    }

    [Fact]
    public void Invoke_JsonBeyondRustsLimit_IsRefusedByRust()
    {
        RustProcedure depth = Workshop.Library.GetProcedure("depth");
        ArrayBufferWriter<byte> output = new();
        Action deeper = () => depth.Invoke(Bytes(128), output);

        depth.Invoke(Bytes(127), output);
        Encoding.UTF8.GetString(output.WrittenSpan).Should().Be("126");
        deeper.Should().Throw<RustException>().WithMessage("*recursion limit*").Which.Kind.Should().Be(RustErrorKind.InvalidInput);
    }

    [Fact]
    public async Task InvokeAsync_AsDeepAsAProgramsMainThreadCan_Works()
    {
        RustProcedure<int, int> descend =
            Workshop.Library.GetProcedure("descend", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32);

        (await descend.InvokeAsync(2_500)).Should().Be(2_500);
    }

    [Fact]
    public async Task InvokeAsync_LargerStackInTheEnvironment_GoesDeeper()
    {
        ProcessResult child = await ChildProgram.RunWithInputAsync(
            "", new Dictionary<string, string?> { ["RUST_MIN_STACK"] = "67108864" }, "descend", Workshop.Library.Path, "16000");

        child.Should().Be(new ProcessResult(0, "16000", ""));
    }

    private static Nested NestedList(int levels) =>
        levels == 1 ? [] : [NestedList(levels - 1)];

    private static int LevelsOf(Nested nested) => nested.Count == 0 ? 1 : 1 + LevelsOf(nested[0]);

    private static byte[] Bytes(int levels) => Encoding.UTF8.GetBytes(new string('[', levels) + new string(']', levels));
}
