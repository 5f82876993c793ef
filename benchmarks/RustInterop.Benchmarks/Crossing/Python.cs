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
        (string output, string? missing) = await Peer.RunAsync(Interpreter, [script, library]).ConfigureAwait(false);
        return (missing is null ? JsonSerializer.Deserialize<Dictionary<string, double>>(output)! : [], missing);
    }
}
