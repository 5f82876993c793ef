using System.CommandLine;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Verbs;

/// <summary>
/// Packs the same commit twice, in folders that have nothing in common, and compares the packages; or once, and compares them with those
/// that were published.
/// </summary>
internal static class Reproduce
{
    private const string Comparer = "diffoscope-minimal";

    // A build that writes its folder into what it makes shows it here.
    private static readonly string[] s_folders = ["one", Path.Combine("the other copy", "ünter")];

    public static Command Create()
    {
        Option<bool> all = Pack.AllSystems();
        Option<DirectoryInfo> published = new Option<DirectoryInfo>("--published")
        {
            Description = "Pack once, and compare with the packages in a folder, as nuget.org has signed them.",
            HelpName = "folder",
        }.AcceptExistingOnly();
        Command command = new("reproduce", "Pack the current commit twice, in different folders, and compare the packages.") { all, published };
        command.SetAction((result, cancellation) =>
            Verb.RunAsync(token => RunAsync(result.GetValue(all), result.GetValue(published)?.FullName, token), cancellation));
        return command;
    }

    private static async Task RunAsync(bool all, string? published, CancellationToken cancellation)
    {
        string root = Directory.CreateTempSubdirectory("rust-interop-reproduce-").FullName;
        try
        {
            string[] clones = [.. s_folders.Take(published is null ? 2 : 1).Select(folder => Path.Combine(root, folder))];
            foreach ((int index, string clone) in clones.Index())
            {
                await Step.RunAsync($"pack copy {index + 1}", step => PackAsync(clone, all, step), cancellation);
            }

            await Step.RunAsync("compare", step => published is null
                ? CompareAsync([.. clones.Select(PackagesIn)], step)
                : PublishedPackages.CompareAsync(published, PackagesIn(clones[0])), cancellation);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task PackAsync(string clone, bool all, Step step)
    {
        await new Tool("git", "clone", "--quiet", "--no-hardlinks", Repository.Root, clone).RunAsync(step);
        string project = Path.Combine(clone, "eng", "Build");
        await new Tool("dotnet", ["run", "--project", project, "--disable-build-servers", "--verbosity", "quiet", "--", "pack", .. all ? ["--all"] : Array.Empty<string>()])
        {
            Directory = clone,
        }.RunAsync(step, step.LogProgress);
    }

    /// <exception cref="BuildException">They differ. What differs is printed.</exception>
    private static async Task CompareAsync(string[] folders, Step step)
    {
        string[][] names = [.. folders.Select(folder => Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order().ToArray())];
        List<string> differing = [.. names[0].Except(names[1]), .. names[1].Except(names[0])];
        foreach (string name in names[0].Intersect(names[1]))
        {
            string[] packages = [.. folders.Select(folder => Path.Combine(folder, name))];
            if (AreEqual(packages))
            {
                Step.Note($"the same: {name}");
                continue;
            }

            differing.Add(name);
            Step.Note($"not the same: {name}: {string.Join(", ", DifferingEntries(packages))}");
            if (Debian.IsThis)
            {
                await Debian.EnsureAsync(step, [Comparer]);
                await new Tool("diffoscope", packages).TryRunAsync(step, Step.Note, step.Log);
            }
        }

        if (differing.Count > 0 || names[0].Length == 0)
        {
            throw new BuildException($"two builds of the same commit differ: {string.Join(", ", differing)}");
        }
    }

    private static bool AreEqual(string[] files) =>
        File.ReadAllBytes(files[0]).AsSpan().SequenceEqual(File.ReadAllBytes(files[1]));

    private static IEnumerable<string> DifferingEntries(string[] packages)
    {
        Dictionary<string, uint>[] checksums = [.. packages.Select(package =>
        {
            using ZipArchive archive = ZipFile.OpenRead(package);
            return archive.Entries.ToDictionary(entry => entry.FullName, entry => entry.Crc32);
        })];
        return checksums[0].Keys.Union(checksums[1].Keys)
            .Where(name => checksums[0].GetValueOrDefault(name) != checksums[1].GetValueOrDefault(name)).Order();
    }

    private static string PackagesIn(string clone) =>
        Path.Combine(clone, Path.GetRelativePath(Repository.Root, Repository.Packages));
}

/// <summary>Packages that nuget.org has signed, which adds a file to each and leaves the others as they were.</summary>
internal static partial class PublishedPackages
{
    private const string Signature = ".signature.p7s";

    /// <exception cref="BuildException">They differ in a file that both have, or in one that was not built for another system. What differs is printed.</exception>
    public static async Task CompareAsync(string published, string packed)
    {
        string[] packages = Directory.GetFiles(published, "*.nupkg");
        List<string> differing = [];
        foreach (string package in packages)
        {
            string name = Path.GetFileName(package);
            string? ours = Array.Find(Directory.GetFiles(packed), path => string.Equals(Path.GetFileName(path), name, StringComparison.OrdinalIgnoreCase));
            if (ours is null)
            {
                differing.Add(name);
                Step.Note($"not packed here: {name}");
                continue;
            }

            Dictionary<string, string> theirs = await HashesAsync(package);
            Dictionary<string, string> own = await HashesAsync(ours);
            string[] elsewhere = [.. theirs.Keys.Where(file => !own.ContainsKey(file) && Library().IsMatch(file)).Order()];
            string[] different = [.. theirs.Keys.Union(own.Keys).Except(elsewhere)
                .Where(file => theirs.GetValueOrDefault(file) != own.GetValueOrDefault(file)).Order()];
            differing.AddRange(different.Select(file => $"{name}/{file}"));
            Step.Note($"{name}: {theirs.Count - elsewhere.Length - different.Length} files the same, {different.Length} different");
            Array.ForEach(elsewhere, file => Step.Note($"  not built here: {file}"));
        }

        if (differing.Count > 0 || packages.Length == 0)
        {
            throw new BuildException(packages.Length == 0 ? $"{published} has no package" : $"this is not what the commit gives: {string.Join(", ", differing)}");
        }
    }

    private static async Task<Dictionary<string, string>> HashesAsync(string package)
    {
        Dictionary<string, string> hashes = [];
        await using ZipArchive archive = await ZipFile.OpenReadAsync(package);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.FullName != Signature))
        {
            await using Stream content = await entry.OpenAsync();
            hashes.Add(entry.FullName, Convert.ToHexString(await SHA256.HashDataAsync(content)));
        }

        return hashes;
    }

    [GeneratedRegex("(?:^|/)runtimes/[^/]+/native/[^/]+$")]
    private static partial Regex Library();
}
