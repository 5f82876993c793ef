using System.Diagnostics;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>Runs a program to its end, with an empty standard input and without its standard output.</summary>
internal static class Command
{
    private const int ErrorLength = 500;

    /// <summary>The full path of a program on the PATH, or null if there is none.</summary>
    internal static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <param name="program">A program on the PATH.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">Variables to add to this process's environment.</param>
    /// <param name="started">Receives the process id.</param>
    /// <returns>The exit code, and the end of the standard error.</returns>
    internal static async Task<(int ExitCode, string Errors)> TryRunAsync(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        Action<int> started)
    {
        string errors = Path.GetTempFileName();
        try
        {
            // Through a shell, because .NET cannot give a child /dev/null or a file. The exec replaces the shell.
            ProcessStartInfo start = new(
                "sh", ["-c", "file=$1; shift; exec \"$@\" </dev/null >/dev/null 2>\"$file\"", "sh", errors, program, .. arguments]);
            foreach ((string name, string value) in environment)
            {
                start.Environment[name] = value;
            }

            using Process process = Process.Start(start)!;
            started(process.Id);
            await process.WaitForExitAsync().ConfigureAwait(false);
            string text = await File.ReadAllTextAsync(errors).ConfigureAwait(false);
            return (process.ExitCode, text.Length > ErrorLength ? text[^ErrorLength..] : text);
        }
        finally
        {
            File.Delete(errors);
        }
    }
}
