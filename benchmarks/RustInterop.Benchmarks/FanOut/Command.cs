using System.Diagnostics;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>A program that is run to its end, with nothing to read; what it writes on standard output is dropped.</summary>
internal static class Command
{
    private const int ErrorLength = 500;

    /// <summary>The full path of a program on the PATH, or null.</summary>
    internal static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <exception cref="InvalidOperationException">It ended with another exit code than 0.</exception>
    internal static async Task RunAsync(string program, IReadOnlyList<string> arguments)
    {
        (int exitCode, string errors) = await TryRunAsync(program, arguments, new Dictionary<string, string>(), _ => { }).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with exit code {exitCode}: {errors}");
        }
    }

    /// <param name="program">On the PATH.</param>
    /// <param name="arguments">For it.</param>
    /// <param name="environment">Variables besides this process's.</param>
    /// <param name="started">Told the id of the process.</param>
    /// <returns>The exit code, and the end of what it wrote on standard error.</returns>
    internal static async Task<(int ExitCode, string Errors)> TryRunAsync(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        Action<int> started)
    {
        string errors = Path.GetTempFileName();
        try
        {
            // A shell, since .NET can hand a child neither /dev/null nor a file. It is gone with the exec.
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
