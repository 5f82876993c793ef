using RustInterop.Tests.Support;

namespace RustInterop.Tests.Faults;

public sealed class MisuseTests
{
    // 128 and the number of SIGABRT.
    private const int Aborted = 134;

    [LinuxFact]
    public async Task FreeMem_SameStringTwice_EndsTheProcessWithOneLine()
    {
        // Neither a file of its memory nor a socket stays behind.
        ProcessResult child = await ChildProgram.RunPreparedAsync(
            "ulimit -c 0; export DOTNET_EnableDiagnostics=0", "", "free-twice");

        child.ExitCode.Should().Be(Aborted, "it said {0}", child.Stderr);
        child.Stderr.Should().MatchRegex(
            "^rust-interop: free_mem was given 0x[0-9a-f]+, a string that was already freed; aborting\n$");
    }
}
