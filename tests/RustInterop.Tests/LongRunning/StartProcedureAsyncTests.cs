using RustInterop.Tests.Support;

namespace RustInterop.Tests.LongRunning;

public sealed class StartProcedureAsyncTests
{
    [Fact]
    public async Task StartProcedureAsync_HostsFail_ReturnsTheSameAsTheBlockingCall()
    {
        ProcedureInput input = Inputs.Local("test $HOST != b", "a", "b", "c");

        ProcedureOutput output = await Rust.StartProcedureAsync(input);

        output.FailedHosts.Should().Equal("b");
        output.Should().BeEquivalentTo(
            Rust.StartProcedure(input), options => options.Excluding(member => member.Name == nameof(HostResult.Duration)));
    }

    [Fact]
    public async Task StartProcedureAsync_WhileItRuns_DoesNotBlockTheCaller()
    {
        using TemporaryFolder folder = new();
        string gate = folder.PathOf("gate");

        Task<ProcedureOutput> task = Rust.StartProcedureAsync(
            // If the call blocks, the timeout ends it, and the test with it.
            Inputs.Local($"while ! test -e '{gate}'; do sleep 0.01; done") with { Timeout = TimeSpan.FromSeconds(20) });
        task.IsCompleted.Should().BeFalse();
        await File.WriteAllTextAsync(gate, "");

        (await task).FailedHosts.Should().BeEmpty();
    }

    [Fact]
    public void StartProcedureAsync_InputThatCSharpRefuses_ThrowsSynchronously()
    {
        Action call = () => _ = Rust.StartProcedureAsync(Inputs.Local("true") with { Concurrency = 0 });
        call.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void StartProcedureAsync_NullInput_ThrowsSynchronously()
    {
        Action call = () => _ = Rust.StartProcedureAsync(null!);
        call.Should().Throw<ArgumentNullException>().WithParameterName("input");
    }

    [Fact]
    public async Task StartProcedureAsync_InputThatRustRefuses_FailsTheTask()
    {
        Task task = Rust.StartProcedureAsync(Inputs.Local("true", "a", "-oProxyCommand=x"));

        RustException exception = (await FluentActions.Awaiting(() => task).Should().ThrowExactlyAsync<RustException>()).Which;
        exception.Path.Should().Be("host_list[1]");
        task.IsFaulted.Should().BeTrue();
    }
}
