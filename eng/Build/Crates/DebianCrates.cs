using System.Text.Json;
using System.Text.Json.Nodes;

namespace RustInterop.Build.Crates;

/// <summary>A cargo source made from Debian's packages of the crates in Cargo.lock.</summary>
internal static class DebianCrates
{
    /// <summary>Downloads and unpacks the packages, and writes the cargo config that replaces the registry with them.</summary>
    public static async Task FetchAsync(Step step, string configPath)
    {
        string directory = Path.GetDirectoryName(configPath)!;
        string debs = Path.Combine(directory, "debs");
        string crates = Path.Combine(directory, "crates");
        Repository.MakeEmpty(debs);
        Repository.MakeEmpty(crates);

        IReadOnlyList<LockedCrate> locked = LockedCrate.ReadAll();
        await Debian.AptGetAsync(step, debs, ["download", .. locked.Select(PackageName).Distinct()]);
        string unpacked = Path.Combine(debs, "unpacked");
        foreach (string deb in Directory.GetFiles(debs, "*.deb"))
        {
            await new Tool("dpkg", "--extract", deb, unpacked).RunAsync(step);
        }

        string registry = Path.Combine(unpacked, "usr", "share", "cargo", "registry");
        foreach (LockedCrate crate in locked)
        {
            Add(crate, registry, crates);
        }

        // Cargo resolves the path from the parent of the config's folder.
        await File.WriteAllTextAsync(configPath, $"""
            [source.crates-io]
            replace-with = "debian"

            [source.debian]
            directory = "{Path.GetFileName(directory)}/{Path.GetFileName(crates)}"

            """);
    }

    private static string PackageName(LockedCrate crate) =>
        $"librust-{crate.Name.Replace('_', '-').ToLowerInvariant()}-dev";

    private static void Add(LockedCrate crate, string registry, string crates)
    {
        string source = Path.Combine(registry, crate.ToString());
        string target = Path.Combine(crates, crate.ToString());
        if (!Directory.Exists(source))
        {
            string there = string.Join(", ", Directory.GetDirectories(registry, $"{crate.Name}-*").Select(Path.GetFileName));
            throw new BuildException(
                $"Cargo.lock needs {crate}, but Debian's {PackageName(crate)} has {(there.Length == 0 ? "no such crate" : there)}");
        }

        JsonNode checksums = JsonNode.Parse(File.ReadAllText(Path.Combine(source, ChecksumFile)))!;
        string? checksum = (string?)checksums["package"];
        if (checksum == UnknownChecksum)
        {
            Copy(source, target);
            checksums["package"] = crate.Checksum;
            File.WriteAllText(Path.Combine(target, ChecksumFile), checksums.ToJsonString(JsonSerializerOptions.Default));
        }
        else
        {
            Directory.CreateSymbolicLink(target, Path.GetRelativePath(crates, source));
        }
    }

    // Debian's packages have this where the packager did not have the registry's archive.
    private const string UnknownChecksum = "Could not get crate checksum";

    private const string ChecksumFile = ".cargo-checksum.json";

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string directory in Directory.GetDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, directory)));
        }

        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
        }
    }
}
