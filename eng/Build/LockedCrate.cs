using System.Text.RegularExpressions;

namespace RustInterop.Build;

/// <summary>A crate that native/Cargo.lock takes from the crates registry.</summary>
internal sealed partial record LockedCrate(string Name, string Version, string Checksum)
{
    public static string LockPath => Path.Combine(Repository.Native, "Cargo.lock");

    public static IReadOnlyList<LockedCrate> ReadAll() =>
        [.. Entry().Matches(File.ReadAllText(LockPath).ReplaceLineEndings("\n"))
            .Select(match => new LockedCrate(match.Groups["name"].Value, match.Groups["version"].Value,
                match.Groups["checksum"].Value))];

    /// <summary>As cargo and Debian name its folder.</summary>
    public override string ToString() => $"{Name}-{Version}";

    [GeneratedRegex("""
        \[\[package\]\]\nname = "(?<name>[^"]+)"\nversion = "(?<version>[^"]+)"\nsource = "registry\+[^"]*"\nchecksum = "(?<checksum>[0-9a-f]{64})"
        """)]
    private static partial Regex Entry();
}
