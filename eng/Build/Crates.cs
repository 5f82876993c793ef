namespace RustInterop.Build;

/// <summary>
/// Sees to it that cargo can have every crate that Cargo.lock names: from the crates registry where it answers, else from
/// Debian's own source packages.
/// </summary>
internal static class Crates
{
    private static LockStamp Stamp => new(Path.Combine(Repository.Artifacts, "cargo", "debian.stamp"));

    public static Task FetchAsync(CancellationToken cancellation) => Step.RunAsync("crates", FetchAsync, cancellation);

    private static async Task FetchAsync(Step step)
    {
        if (File.Exists(Cargo.ConfigPath) && await Stamp.IsCurrentAsync())
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Cargo.ConfigPath)!);
        Stamp.Delete();
        File.Delete(Cargo.ConfigPath);
        if (await TryFetchAsync(step, Impatient(Cargo.Fetch())))
        {
            return;
        }

        if (!Debian.IsThis)
        {
            throw new BuildException(
                "cargo could not fetch the crates (its reason is above), and only on Debian is there another source of them");
        }

        Step.Note("the crates registry does not answer; taking the crates from Debian's packages");
        await DebianCrates.FetchAsync(step, Cargo.ConfigPath);
        if (!await TryFetchAsync(step, Cargo.Fetch()))
        {
            throw new BuildException("cargo could not take the crates from Debian's packages; its reason is above");
        }

        await Stamp.WriteAsync();
    }

    private static Tool Impatient(Tool fetch) => fetch with
    {
        Environment = new Dictionary<string, string?>(fetch.Environment)
        {
            ["CARGO_HTTP_TIMEOUT"] = "10",
            ["CARGO_NET_RETRY"] = "1",
        },
    };

    private static async Task<bool> TryFetchAsync(Step step, Tool fetch)
    {
        bool isStale = false;
        int exitCode = await fetch.TryRunAsync(step, line =>
        {
            step.Log(line);
            isStale |= line.Contains("lock file", StringComparison.Ordinal) && line.Contains("--locked", StringComparison.Ordinal);
        });
        if (isStale)
        {
            throw new BuildException(
                "native/Cargo.lock does not fit native/Cargo.toml; bring it up to date with cargo and commit it");
        }

        return exitCode == 0;
    }
}
