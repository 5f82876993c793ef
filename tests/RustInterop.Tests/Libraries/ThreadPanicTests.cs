using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

/// <summary>A panic in a thread of a library writes nothing to standard error, which belongs to the program.</summary>
public sealed class ThreadPanicTests
{
    [Fact]
    public async Task Invoke_JoinedThreadPanics_RepliesAndIsSilent()
    {
        string[] replies = await CallAsync("join_thread_that_panics", "\"on purpose\"", "half", "8");

        replies.Should().Equal("\"on purpose\"", "4");
    }

    [Fact]
    public async Task Invoke_ThreadsPanicAfterTheCall_RepliesAndIsSilent()
    {
        string[] replies = await CallAsync(
            "leave_thread_that_panics", "\"on purpose\"",
            "leave_thread_that_panics", "\"on purpose\"",
            "end_threads_left", "null",
            "half", "8");

        replies.Should().Equal("null", "null", "2", "4");
    }

    [Fact]
    public async Task Invoke_ScopedThreadPanics_ThrowsWithTheLocationOfTheScopeAndIsSilent()
    {
        string[] replies = await CallAsync("scope_thread_that_panics", "\"on purpose\"", "half", "8");

        replies.Should().HaveCount(2);
        replies[0].Should().MatchRegex(@"^Panicked: a scoped thread panicked.* \(\S*threads\.rs:\d+\)$");
        replies[1].Should().Be("4");
    }

    /// <summary>Runs in a separate process, and checks that its standard error stays empty.</summary>
    private static async Task<string[]> CallAsync(params string[] calls)
    {
        ProcessResult child = await ChildProgram.RunAsync(["call-procedures", Workshop.Library.Path, .. calls]);

        child.Stderr.Should().BeEmpty();
        child.ExitCode.Should().Be(0);
        return child.Stdout.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
