using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RustInterop.Build;

/// <summary>Everything that a result of cargo depends on, as it was when the result was made.</summary>
/// <param name="Settings">What the project chose, by name.</param>
/// <param name="Variables">Environment variables; null for one that is not set.</param>
/// <param name="Files">A stamp of each file or folder; empty for one that does not exist.</param>
internal sealed record BuildInputs(
    Dictionary<string, string> Settings,
    Dictionary<string, string?> Variables,
    Dictionary<string, string> Files)
{
    private const string ChangedMeanwhile = "changed during the build";

    /// <summary>Records the inputs.</summary>
    /// <param name="settings">What the project chose, by name.</param>
    /// <param name="variables">Environment variables besides those of cargo and Rust, which are always recorded.</param>
    /// <param name="files">Files, and folders: their files and the names of the folders in them.</param>
    public static BuildInputs Record(
        Dictionary<string, string> settings, IEnumerable<string> variables, IEnumerable<string> files) => new(
            settings,
            variables.Concat(RustVariables()).Distinct().ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)),
            files.Distinct().ToDictionary(path => path, StampOf));

    /// <summary>Marks files that were written after a time: nobody knows which version cargo has read.</summary>
    public void DistrustNewerThan(DateTime time, IEnumerable<string> files)
    {
        foreach (string file in files.Where(file => File.Exists(file) && File.GetLastWriteTimeUtc(file) >= time))
        {
            Files[file] = ChangedMeanwhile;
        }
    }

    /// <summary>The first input that differs now, or null.</summary>
    /// <param name="settings">What the project chooses now.</param>
    public string? FindChange(Dictionary<string, string> settings)
    {
        BuildInputs now = Record(settings, Variables.Keys, Files.Keys);
        return FirstDifference(Settings, now.Settings)
            ?? FirstDifference(Variables, now.Variables)
            ?? FirstDifference(Files, now.Files);
    }

    private static IEnumerable<string> RustVariables() =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name =>
            name.StartsWith("CARGO", StringComparison.Ordinal) || name.StartsWith("RUST", StringComparison.Ordinal));

    private static string? FirstDifference<T>(Dictionary<string, T> before, Dictionary<string, T> now) =>
        before.Keys.Union(now.Keys).FirstOrDefault(name =>
            !before.TryGetValue(name, out T? old) || !now.TryGetValue(name, out T? current) || !Equals(old, current));

    private static string StampOf(string path)
    {
        if (Directory.Exists(path))
        {
            IEnumerable<string> entries = Directory.EnumerateDirectories(path)
                .Concat(Directory.EnumerateFiles(path).Select(file => $"{file} {StampOf(file)}")).Order(StringComparer.Ordinal);
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', entries))));
        }

        FileInfo file = new(path);
        return file.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc:O}")
            : "";
    }
}
