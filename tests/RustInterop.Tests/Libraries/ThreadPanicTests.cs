using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

/// <summary>A library's threads panic like its procedures: standard error is the program's.</summary>
public sealed class ThreadPanicTests
{
    [Fact]
    public async Task Invoke_ProcedureJoinsThreadThatPanics_RepliesAndIsSilent()
    {
        string[] replies = await CallAsync("join_thread_that_panics", "\"on purpose\"", "half", "8");

        replies.Should().Equal("\"on purpose\"", "4");
    }

    [Fact]
    public async Task Invoke_ProcedureLeavesThreadsThatPanicAfterIt_RepliesAndIsSilent()
    {
        string[] replies = await CallAsync(
            "leave_thread_that_panics", "\"on purpose\"",
            "leave_thread_that_panics", "\"on purpose\"",
            "end_threads_left", "null",
            "half", "8");

        replies.Should().Equal("null", "null", "2", "4");
    }

    [Fact]
    public async Task Invoke_ThreadOfAScopePanics_ThrowsWithTheScopesLocationAndIsSilent()
    {
        string[] replies = await CallAsync("scope_thread_that_panics", "\"on purpose\"", "half", "8");

        replies.Should().HaveCount(2);
        replies[0].Should().MatchRegex(@"^Panicked: a scoped thread panicked.* \(\S*threads\.rs:\d+\)$");
        replies[1].Should().Be("4");
    }

    /// <summary>In a process of its own, which writes nothing on standard error.</summary>
    private static async Task<string[]> CallAsync(params string[] calls)
    {
        ProcessResult child = await ChildProgram.RunAsync(["call-procedures", Workshop.Library.Path, .. calls]);

        child.Stderr.Should().BeEmpty();
        child.ExitCode.Should().Be(0);
        return child.Stdout.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
