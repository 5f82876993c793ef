using System.ComponentModel;
using System.Diagnostics;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>A program that may not be here.</summary>
internal static class Peer
{
    /// <param name="program">Its path, or its name on the PATH.</param>
    /// <param name="arguments">For it.</param>
    /// <param name="environment">Variables besides this process's.</param>
    /// <returns>What it wrote on standard output, or why that is not to be had.</returns>
    internal static async Task<(string Output, string? Missing)> RunAsync(
        string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
            await process.WaitForExitAsync().ConfigureAwait(false);
            return process.ExitCode == 0 ? (output, null) : ("", (await error.ConfigureAwait(false)).TrimEnd().Split('\n')[^1]);
        }
        catch (Win32Exception exception)
        {
            return ("", exception.Message);
        }
    }
}
