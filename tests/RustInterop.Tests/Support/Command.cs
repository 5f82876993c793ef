using System.Diagnostics;

namespace RustInterop.Tests.Support;

/// <summary>Runs programs and waits for them.</summary>
internal static class Command
{
    internal static async Task<ProcessResult> RunAsync(
        string program, IEnumerable<string> arguments, string input = "", IDictionary<string, string?>? environment = null,
        string? directory = null)
    {
        using Process process = Start(program, arguments, environment, directory);
        Task<string> stdout = process.StandardOutput.ReadToEndAsync();
        Task<string> stderr = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new ProcessResult(process.ExitCode, await stdout, await stderr);
    }

    /// <summary>Runs a program that must succeed.</summary>
    internal static async Task<string> OutputOfAsync(string program, params string[] arguments)
    {
        ProcessResult result = await RunAsync(program, arguments);
        result.ExitCode.Should().Be(0, "the standard error of {0} was {1}", program, result.Stderr);
        return result.Stdout;
    }

    internal static Process Start(
        string program, IEnumerable<string> arguments, IDictionary<string, string?>? environment = null,
        string? directory = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        ChildProcess process = new() { StartInfo = start };
        process.Start();
        return process;
    }

    /// <summary>
    /// Starts a program that reacts to SIGINT, even if the tests run with SIGINT ignored, as after a script's <c>&amp;</c>.
    /// </summary>
    internal static Process StartInterruptible(
        string program, IEnumerable<string> arguments, IDictionary<string, string?>? environment = null,
        string? directory = null) =>
        Start("env", ["--default-signal=INT", program, .. arguments], environment, directory);

    internal static Task SignalAsync(Process process, string signal) =>
        OutputOfAsync("/bin/sh", "-c", $"kill -{signal} {process.Id}");

    /// <summary>The path of a program on the PATH; null if there is none.</summary>
    internal static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}

/// <summary>A process that ends with the test that started it, even if the test fails.</summary>
internal sealed class ChildProcess : Process
{
    private bool _isDisposed;

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            Kill();
            WaitForExit();
        }

        base.Dispose(disposing);
    }
}

/// <summary>What a finished process left.</summary>
internal sealed record ProcessResult(int ExitCode, string Stdout, string Stderr);
