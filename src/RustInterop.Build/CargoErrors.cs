namespace RustInterop.Build;

/// <summary>
/// What cargo itself writes on stderr: progress, warnings, and at the end why it failed. Rustc's errors come as JSON instead.
/// </summary>
internal sealed class CargoErrors
{
    private const string Error = "error: ";
    private readonly List<string> _last = [];

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        lock (_last)
        {
            if (line.StartsWith(Error, StringComparison.Ordinal))
            {
                _last.Clear();
            }

            _last.Add(line);
        }
    }

    /// <summary>Why cargo failed: its last error, with its causes on one line.</summary>
    public BuildException ToException(string manifest, int exitCode)
    {
        string[] lines;
        lock (_last)
        {
            lines = [.. _last.Select(line => line.Trim()).Where(line => line.Length > 0)];
        }

        string reason = string.Join(' ', lines);
        return new(ErrorCode.CargoFailed, manifest, $"cargo failed with exit code {exitCode}: "
            + (reason.StartsWith(Error, StringComparison.Ordinal) ? reason[Error.Length..] : reason));
    }
}
