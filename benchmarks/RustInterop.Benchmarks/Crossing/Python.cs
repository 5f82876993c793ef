using System.Text.Json;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The same calls from Python, with ctypes and pydantic.</summary>
internal static class Python
{
    // Debian's, which has Debian's python3-pydantic. Another may come first on the PATH.
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Measures the nanoseconds of each kind of work.</summary>
    /// <returns>The nanoseconds, or why Python is not available.</returns>
    internal static async Task<(IReadOnlyDictionary<string, double> Nanoseconds, string? Missing)> RunAsync()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "libcrossing.so");
        string script = Path.Combine(AppContext.BaseDirectory, "crossing.py");
        (string output, string? missing) = await Peer.RunAsync(Interpreter, [script, library]).ConfigureAwait(false);
        return (missing is null ? JsonSerializer.Deserialize<Dictionary<string, double>>(output)! : [], missing);
    }
}
