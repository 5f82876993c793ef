using System.Diagnostics;
using System.Text;

namespace RustInterop.Build;

/// <summary>Runs a program and reads what it writes.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="start">The program. Its streams are redirected.</param>
    /// <param name="onOutput">Called for each line of stdout.</param>
    /// <param name="onError">Called for each line of stderr, maybe at the same time.</param>
    /// <param name="cancellation">Ends the program and all that it started.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static int Run(ProcessStartInfo start, Action<string> onOutput, Action<string> onError, CancellationToken cancellation)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;
        start.UseShellExecute = false;
        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, received) => Pass(received.Data, onOutput);
        process.ErrorDataReceived += (_, received) => Pass(received.Data, onError);
        cancellation.ThrowIfCancellationRequested();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (cancellation.Register(() => process.Kill(entireProcessTree: true)))
        {
            process.WaitForExit();
        }

        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    private static void Pass(string? line, Action<string> action)
    {
        if (line is not null)
        {
            action(line);
        }
    }
}
