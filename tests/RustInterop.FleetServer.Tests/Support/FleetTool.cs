using System.Diagnostics;

namespace RustInterop.FleetServer.Tests.Support;

/// <summary>The command <c>fleet</c>, which the build puts beside the tests.</summary>
internal static class FleetTool
{
    /// <summary>Runs it to its end.</summary>
    public static Task<ToolResult> RunAsync(params string[] arguments) => RunWithTokenAsync(ServerProcess.Token, arguments);

    public static async Task<ToolResult> RunWithTokenAsync(string? token, params string[] arguments)
    {
        using Process process = Start(token, arguments);
        return await process.ResultAsync();
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string? token, params string[] arguments)
    {
        // Tests may run with SIGINT ignored, as after a script's &.
        string[] words =
            ["--default-signal=INT,TERM,HUP", Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "fleet.dll"), .. arguments];
        ProcessStartInfo start = new("env", words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["FLEET_SERVER_TOKEN"] = token;
        return Process.Start(start)!;
    }

    public static async Task<ToolResult> ResultAsync(this Process process)
    {
        Task<string> stdout = process.StandardOutput.ReadToEndAsync();
        Task<string> stderr = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await stdout, await stderr);
    }

    public static async Task SignalAsync(this Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }
}

/// <summary>What a finished process left.</summary>
internal sealed record ToolResult(int ExitCode, string Stdout, string Stderr);
