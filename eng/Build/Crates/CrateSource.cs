using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Crates;

/// <summary>
/// Makes sure that cargo can get every crate that Cargo.lock names: from the registry if it answers, else from Debian's source
/// packages.
/// </summary>
internal static class CrateSource
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
                "cargo could not fetch the crates (its reason is above); another source exists on Debian only");
        }

        Step.Note("the crate registry does not answer; using Debian's packages of the crates");
        await DebianCrates.FetchAsync(step, Cargo.ConfigPath);
        if (!await TryFetchAsync(step, Cargo.Fetch()))
        {
            throw new BuildException("cargo could not use Debian's packages of the crates; its reason is above");
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
                "native/Cargo.lock does not match native/Cargo.toml; update it with cargo and commit it");
        }

        return exitCode == 0;
    }
}

/// <summary>A file that records which Cargo.lock something was made from, to see whether it is up to date.</summary>
internal sealed class LockStamp(string path)
{
    public async Task<bool> IsCurrentAsync() => File.Exists(path) && await File.ReadAllTextAsync(path) == await HashAsync();

    public async Task WriteAsync() => await File.WriteAllTextAsync(path, await HashAsync());

    public void Delete() => File.Delete(path);

    private static async Task<string> HashAsync() =>
        Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(LockedCrate.LockPath)));
}

/// <summary>A crate of the registry, as native/Cargo.lock pins it.</summary>
internal sealed partial record LockedCrate(string Name, string Version, string Checksum)
{
    public static string LockPath => Path.Combine(Repository.Native, "Cargo.lock");

    public static IReadOnlyList<LockedCrate> ReadAll() =>
        [.. Entry().Matches(File.ReadAllText(LockPath).ReplaceLineEndings("\n"))
            .Select(match => new LockedCrate(match.Groups["name"].Value, match.Groups["version"].Value,
                match.Groups["checksum"].Value))];

    /// <summary>The name of its folder, for cargo and Debian.</summary>
    public override string ToString() => $"{Name}-{Version}";

    [GeneratedRegex("""
        \[\[package\]\]\nname = "(?<name>[^"]+)"\nversion = "(?<version>[^"]+)"\nsource = "registry\+[^"]*"\nchecksum = "(?<checksum>[0-9a-f]{64})"
        """)]
    private static partial Regex Entry();
}
