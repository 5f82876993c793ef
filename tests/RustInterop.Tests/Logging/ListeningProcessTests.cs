using RustInterop.Tests.Support;

namespace RustInterop.Tests.Logging;

/// <summary>Processes in which nobody stops listening.</summary>
public sealed class ListeningProcessTests
{
    [Fact]
    public async Task Process_EndsWhileRustLogs_EndsAsUsual()
    {
        for (int run = 0; run < 5; run++)
        {
            ProcessResult process = await ChildProgram.RunAsync("end-while-listening");

            process.ExitCode.Should().Be(0, "it wrote {0}", process.Stderr);
            process.Stderr.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task CollectibleContext_UnloadedWhileRustLogs_StopsListeningAndIsGone()
    {
        ProcessResult process = await ChildProgram.RunAsync("unload-listening-context");

        process.ExitCode.Should().Be(0, "it wrote {0}", process.Stderr);
        process.Stdout.Trim().Should().Be("gone");
    }
}
