using System.Diagnostics;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.LongRunning;

public sealed class EndingTests
{
    [Theory]
    [InlineData("return")]
    [InlineData("exit")]
    [InlineData("fail-fast")]
    [InlineData("unhandled")]
    [InlineData("interrupt")]
    [InlineData("kill")]
    public async Task Process_EndsWhileProceduresRun_LeavesNothingBehind(string ending)
    {
        Marker marker = new();
        using Process child = ChildProgram.StartInterruptible(
            new Dictionary<string, string?> { ["MARKER"] = marker.Text, ["DOTNET_EnableDiagnostics"] = "0" },
            "end-while-running",
            ending);
        Task output = Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await Marker.WaitUntilAsync(() => SleepersOf(marker) == 8, "two procedures run on two hosts each");

        switch (ending)
        {
            case "kill":
                child.Kill();
                break;
            case "interrupt":
                // Like Ctrl-C, which does not reach the process groups of the actions.
                await Command.SignalAsync(child, "INT");
                break;
            default:
                await child.StandardInput.WriteLineAsync();
                break;
        }

        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
        await child.WaitForExitAsync(timeout.Token);
        await output;
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    private static int SleepersOf(Marker marker) =>
        marker.Processes().Count(process => process.Contains(": sleep 1000", StringComparison.Ordinal));
}
