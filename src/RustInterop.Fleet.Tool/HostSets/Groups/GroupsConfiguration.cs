namespace RustInterop.Fleet.Tool.HostSets.Groups;

/// <summary>The groups that clustershell and pdsh know on this machine.</summary>
internal static class GroupsConfiguration
{
    public const string MainSection = "Main";

    private const string FileName = "groups.conf";
    private const string DshSource = "dsh";

    /// <summary>Reads the sources of one file: YAML, or else a <c>groups.conf</c>.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read, or is not usable.</exception>
    public static GroupSources Read(string path)
    {
        GroupSources sources = new();
        if (Path.GetExtension(path) is ".yaml" or ".yml")
        {
            YamlGroups.AddTo(sources, path);
        }
        else
        {
            Add(sources, [path]);
        }

        return sources;
    }

    /// <summary>Reads the sources of clustershell's search path and the groups of dsh.</summary>
    /// <param name="variable">Returns the value of an environment variable.</param>
    /// <param name="systemFolder">Where clustershell's files for all users are.</param>
    /// <exception cref="InvalidDataException">A file cannot be read, or is not usable.</exception>
    public static GroupSources Search(Func<string, string?> variable, string systemFolder = "/etc/clustershell")
    {
        GroupSources sources = new();
        string[] files = [.. Folders(variable, systemFolder).Select(folder => Path.Combine(folder, FileName)).Where(File.Exists)];
        if (files.Length > 0)
        {
            Add(sources, files);
        }

        DshGroups dsh = new(variable);
        if (dsh.Exists && !sources.Contains(DshSource))
        {
            sources.Add(DshSource, dsh);
        }

        return sources;
    }

    // Each goes before those in front of it.
    private static IEnumerable<string> Folders(Func<string, string?> variable, string systemFolder)
    {
        string home = variable("HOME") ?? "";
        string?[] folders =
        [
            systemFolder,
            Under(home, ".local/etc/clustershell"),
            Under(variable("XDG_CONFIG_HOME") ?? Under(home, ".config"), "clustershell"),
            variable("CLUSTERSHELL_CFGDIR"),
        ];
        return folders.Where(folder => folder is { Length: > 0 })!;
    }

    // Never under the current folder, which may be another's.
    private static string? Under(string? folder, string path) => folder is { Length: > 0 } ? Path.Combine(folder, path) : null;

    private static void Add(GroupSources sources, string[] paths)
    {
        ConfigurationFile file = new();
        foreach (string path in paths)
        {
            file.Add(path);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(paths[^1]))!;
        string directories = file.Find(MainSection, "groupsdir") ?? file.Find(MainSection, "confdir") ?? "";
        foreach (string part in Files(directories, folder, "*.conf"))
        {
            ConfigurationFile further = new();
            further.Add(part);
            ShellGroups.AddTo(sources, further, Path.GetDirectoryName(part)!);
        }

        foreach (string part in Files(file.Find(MainSection, "autodir") ?? "", folder, "*.yaml"))
        {
            YamlGroups.AddTo(sources, part);
        }

        ShellGroups.AddTo(sources, file, folder);
        string? first = file.Find(MainSection, "default") is { Length: > 0 } name ? name : null;
        sources.Default = first is null || sources.Contains(first)
            ? first
            : throw new InvalidDataException($"{paths[^1]}: the default group source '{first}' does not exist.");
    }

    private static IEnumerable<string> Files(string directories, string folder, string pattern) =>
        ShellWords.Split(directories, comments: false)
            .Select(directory => Path.GetFullPath(Variables.Replace(directory, ("CFGDIR", folder))))
            .Distinct()
            .Where(Directory.Exists)
            .SelectMany(directory => Directory.GetFiles(directory, pattern).Order(StringComparer.Ordinal))
            .Where(IsReadable);

    // A source may be for administrators only; clustershell leaves it out, too.
    private static bool IsReadable(string path)
    {
        try
        {
            using FileStream file = HostFiles.Open(path);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
