using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>Runs a program that may not be installed.</summary>
internal static class Peer
{
    /// <param name="program">The path, or a name on the PATH.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">Variables to add to this process's environment.</param>
    /// <returns>The standard output, or why there is none.</returns>
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

/// <summary>The same calls from Python, with ctypes and pydantic.</summary>
internal static class Python
{
    // Debian's, which has Debian's python3-pydantic. Another may come first on the PATH.
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Measures the nanoseconds of each kind of work.</summary>
    /// <returns>The nanoseconds, or why Python is not available.</returns>
    internal static async Task<(IReadOnlyDictionary<string, double> Nanoseconds, string? Missing)> RunAsync()
    {
        string[] arguments = [PathOf("crossing.py"), PathOf("libcrossing.so"), PathOf("librust_interop.so")];
        (string output, string? missing) = await Peer.RunAsync(Interpreter, arguments).ConfigureAwait(false);
        return (missing is null ? JsonSerializer.Deserialize<Dictionary<string, double>>(output)! : [], missing);
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
