using Tomlyn.Model;

namespace RustInterop.Build;

/// <summary>
/// The folders <c>.rust-interop</c>, from which users' crates get the crate rust-interop: copies of the one in the package, so that
/// both sides have the same version.
/// </summary>
internal static class CrateSource
{
    private const string FolderName = ".rust-interop";
    private static readonly string[] s_dependencyTables = ["dependencies", "dev-dependencies", "build-dependencies"];

    /// <summary>Makes each copy on which a crate depends the same as the package's.</summary>
    /// <param name="manifest">The crate's Cargo.toml.</param>
    /// <param name="source">The crate's folder in the package.</param>
    /// <param name="cancellation">Ends the wait for another build that does the same.</param>
    public static void UpdateFor(string manifest, string source, CancellationToken cancellation)
    {
        foreach (string folder in FoldersOf(manifest))
        {
            Update(source, folder, cancellation);
        }
    }

    /// <summary>Makes a folder the same as another. Files that are equal keep their times, so that cargo does not compile them again.</summary>
    public static void Update(string source, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        string ignored = Path.Combine(folder, ".gitignore");
        string locked = Path.Combine(folder, ".lock");
        using FileLock held = FileLock.Take(locked, _ => { }, cancellation);
        HashSet<string> kept = [ignored, locked];
        FileSystem.WriteIfDifferent(ignored, "*\n"u8.ToArray());
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(source, file));
            kept.Add(copy);
            FileSystem.WriteIfDifferent(copy, File.ReadAllBytes(file));
        }

        foreach (string stale in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !kept.Contains(file)))
        {
            File.Delete(stale);
        }
    }

    /// <summary>The folders <c>.rust-interop</c> that a crate and the crates below it name as path dependencies.</summary>
    internal static IReadOnlyCollection<string> FoldersOf(string manifest)
    {
        HashSet<string> found = [];
        HashSet<string> read = [];
        Follow(manifest);
        return found;

        void Follow(string path)
        {
            if (!read.Add(path) || !File.Exists(path) || Toml.TryRead(path) is not { } table)
            {
                return;
            }

            string folder = Path.GetDirectoryName(path)!;
            foreach (string relative in PathsIn(table))
            {
                string dependency = Path.GetFullPath(relative, folder);
                // Not the full path: the whole repository may be below a folder of that name.
                if (relative.Split('/', '\\').Contains(FolderName))
                {
                    found.Add(dependency);
                }
                else
                {
                    Follow(Path.Combine(dependency, "Cargo.toml"));
                }
            }

            if (WorkspaceOf(table, folder) is { } workspace)
            {
                Follow(workspace);
            }
        }
    }

    // A crate says where its workspace is, or cargo takes the next one above.
    private static string? WorkspaceOf(TomlTable table, string folder) =>
        Toml.Table(table, "package") is { } package && package.TryGetValue("workspace", out object? root) && root is string relative
            ? Path.Combine(Path.GetFullPath(relative, folder), "Cargo.toml")
            : FileSystem.Ancestors(folder).Select(above => Path.Combine(above, "Cargo.toml"))
                .FirstOrDefault(above => File.Exists(above) && Toml.TryRead(above)?.ContainsKey("workspace") == true);

    private static IEnumerable<string> PathsIn(TomlTable table) =>
        DependencyTables(table).SelectMany(dependencies => dependencies.Values).OfType<TomlTable>()
            .Select(dependency => dependency.TryGetValue("path", out object? path) ? path as string : null)
            .OfType<string>();

    private static IEnumerable<TomlTable> DependencyTables(TomlTable table)
    {
        TomlTable?[] holders =
            [table, Toml.Table(table, "workspace"), .. Toml.Table(table, "target")?.Values.OfType<TomlTable>() ?? []];
        return holders.OfType<TomlTable>()
            .SelectMany(holder => s_dependencyTables.Select(name => Toml.Table(holder, name)))
            .Concat(Toml.Table(table, "patch")?.Values.OfType<TomlTable>() ?? [])
            .OfType<TomlTable>();
    }
}
