using RustInterop.Tests.Support;

namespace RustInterop.Tests.Bindings;

/// <summary>What a program forgets, in processes of their own, because they count the handles and strings of a whole library.</summary>
public sealed class ForgettingTests
{
    [Fact]
    public async Task Forget_WhileGarbageIsCollectedAllTheTime_LeavesNoHandleAndNoString()
    {
        ProcessResult child = await ChildProgram.RunAsync("forget", "1");

        child.Stdout.Should().MatchRegex("^[1-9][0-9]* made during [1-9][0-9]* collections; 0 handles, 0 strings left\n$", child.Stderr);
        child.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Unload_ContextWithLiveHandlesAndCallsThatRun_LeavesNoneOfThemAndWithdrawsCallbacks()
    {
        ProcessResult child = await ChildProgram.RunAsync("unload-forgetting-context");

        child.Should().Be(new ProcessResult(0, "gone\nthe caller has withdrawn the callback\n0 handles, 0 strings\n", ""));
    }
}
