using System.Buffers;
using System.Text;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

public sealed class RawProcedureTests
{
    private static readonly RustProcedure Half = Workshop.Library.GetProcedure("half");

    private readonly ArrayBufferWriter<byte> _output = new();

    private string Output => Encoding.UTF8.GetString(_output.WrittenSpan);

    [Fact]
    public void Invoke_Json_WritesTheJsonOfTheOutput()
    {
        Half.Invoke("8"u8, _output);

        Output.Should().Be("4");
    }

    [Fact]
    public async Task InvokeAsync_AlreadyCancelled_IsCancelledAndWritesNothing()
    {
        Task call = Half.InvokeAsync("8"u8.ToArray(), _output, new CancellationToken(canceled: true));

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        call.IsCanceled.Should().BeTrue();
        Output.Should().BeEmpty();
    }

    [Fact]
    public async Task InvokeAsync_Json_WritesTheJsonOfTheOutput()
    {
        await Half.InvokeAsync("8"u8.ToArray(), _output);

        Output.Should().Be("4");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\"text\"")]
    public void Invoke_InvalidInput_ThrowsAndWritesNothing(string json)
    {
        Action invoke = () => Half.Invoke(Encoding.UTF8.GetBytes(json), _output);

        invoke.Should().Throw<RustException>();
        Output.Should().BeEmpty();
    }

    [Fact]
    public async Task InvokeAsync_InvalidInput_FailsTheTaskAndWritesNothing()
    {
        Func<Task> invoke = () => Half.InvokeAsync("{"u8.ToArray(), _output);

        await invoke.Should().ThrowAsync<RustException>();
        Output.Should().BeEmpty();
    }

    [Fact]
    public void Invoke_NotUtf8_Throws()
    {
        Action invoke = () => Half.Invoke([(byte)'"', 0xff, (byte)'"'], _output);

        invoke.Should().Throw<RustException>().Which.Kind.Should().Be(RustErrorKind.InvalidUtf8);
    }

    [Fact]
    public async Task Invoke_NulInside_ThrowsForTheArgument()
    {
        Action invoke = () => Half.Invoke("8\0"u8, _output);
        Func<Task> invokeAsync = () => Half.InvokeAsync("8\0"u8.ToArray(), _output);

        invoke.Should().Throw<ArgumentException>().WithParameterName("inputJson").WithMessage("*index 1*");
        await invokeAsync.Should().ThrowAsync<ArgumentException>().WithParameterName("inputJson");
    }

    [Fact]
    public void Invoke_NulAtTheStart_ThrowsForTheArgument()
    {
        Action invoke = () => Half.Invoke("\0"u8, _output);

        invoke.Should().Throw<ArgumentException>().WithParameterName("inputJson").WithMessage("*index 0*");
    }

    [Fact]
    public async Task Invoke_NullOutput_ThrowsForTheArgument()
    {
        FluentActions.Invoking(() => Half.Invoke("8"u8, null!)).Should().Throw<ArgumentNullException>().WithParameterName("outputJson");
        await FluentActions.Awaiting(() => Half.InvokeAsync("8"u8.ToArray(), null!))
            .Should().ThrowAsync<ArgumentNullException>().WithParameterName("outputJson");
    }

    [Fact]
    public void Invoke_AfterTheFirstCall_AllocatesNothing()
    {
        byte[] memory = new byte[100];
        FixedWriter output = new(memory);
        Half.Invoke("8"u8, output);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Half.Invoke("8"u8, output);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [LinuxFact]
    public void Invoke_Fails_LeavesNoString()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = Workshop.LoadCopy(folder);
        RustProcedure half = library.GetProcedure("half");

        half.Invoke("8"u8, _output);
        FluentActions.Invoking(() => half.Invoke("{"u8, _output)).Should().Throw<RustException>();
        FluentActions.Invoking(() => half.Invoke("8"u8, new FixedWriter([]))).Should().Throw<ArgumentException>();

        library.LiveStrings().Should().Be(0);
    }

    /// <summary>Always writes at the start of the same memory.</summary>
    private sealed class FixedWriter(byte[] memory) : IBufferWriter<byte>
    {
        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => memory;

        public Span<byte> GetSpan(int sizeHint = 0) => memory;
    }
}
