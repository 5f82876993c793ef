using System.Diagnostics;
using System.Text.Json;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The same by ctypes and pydantic.</summary>
internal static class Python
{
    // Debian's, which its python3-pydantic is for; another may come first on the path.
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>What it takes for each work, in nanoseconds.</summary>
    /// <returns>Or why it is not here.</returns>
    internal static async Task<(IReadOnlyDictionary<string, double> Nanoseconds, string? Missing)> RunAsync()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "libcrossing.so");
        string script = Path.Combine(AppContext.BaseDirectory, "crossing.py");
        try
        {
            using Process python = Process.Start(new ProcessStartInfo(Interpreter, [script, library])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> output = python.StandardOutput.ReadToEndAsync();
            string said = await python.StandardError.ReadToEndAsync().ConfigureAwait(false);
            await python.WaitForExitAsync().ConfigureAwait(false);
            return python.ExitCode == 0
                ? (JsonSerializer.Deserialize<Dictionary<string, double>>(await output.ConfigureAwait(false))!, null)
                : (new Dictionary<string, double>(), said.TrimEnd().Split('\n')[^1]);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (new Dictionary<string, double>(), exception.Message);
        }
    }
}
