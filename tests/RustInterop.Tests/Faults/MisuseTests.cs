using RustInterop.Tests.Support;

namespace RustInterop.Tests.Faults;

public sealed class MisuseTests
{
    // 128 plus the number of SIGABRT.
    private const int Aborted = 134;

    [LinuxFact]
    public async Task FreeMem_SameStringTwice_EndsTheProcessWithOneLine()
    {
        // So that no core file and no diagnostics socket is left behind.
        ProcessResult child = await ChildProgram.RunPreparedAsync(
            "ulimit -c 0; export DOTNET_EnableDiagnostics=0", "", "free-twice");

        child.ExitCode.Should().Be(Aborted, "the output was {0}", child.Stderr);
        child.Stderr.Should().MatchRegex(
            "^rust-interop: free_mem was given 0x[0-9a-f]+, a string that was freed before; the process ends here\n$");
    }
}
