namespace RustInterop.Fleet.Tool.HostSets.Groups;

/// <summary>The groups of dsh, which pdsh reads too: a file for each, with a host or a pattern on each line.</summary>
internal sealed class DshGroups : IGroupSource
{
    private const string Include = "#include ";

    private readonly string[] _folders;

    /// <param name="variable">Returns the value of an environment variable.</param>
    public DshGroups(Func<string, string?> variable)
    {
        string[] ofUser = variable("HOME") is { Length: > 0 } home ? [Path.Combine(home, ".dsh/group")] : [];
        string[] ofAll = variable("DSHGROUP_PATH") is { Length: > 0 } path ? path.Split(':') : ["/etc/dsh/group"];
        _folders = [.. ofUser, .. ofAll];
    }

    public bool Exists => _folders.Any(Directory.Exists);

    public IReadOnlyList<string> Names =>
    [
        .. _folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(Path.GetFileName).OfType<string>()
            .Distinct().Order(StringComparer.Ordinal),
    ];

    public string? All => null;

    public string? Find(string group)
    {
        // A group is a file in these folders, and no file elsewhere.
        string? path = Path.GetFileName(group) == group
            ? _folders.Select(folder => Path.Combine(folder, group)).FirstOrDefault(File.Exists)
            : null;
        return path is null
            ? null
            : string.Join(',', HostFiles.ReadText(path).Split('\n').Select(Operand).Where(operand => operand.Length > 0));
    }

    private static string Operand(string line) => line.StartsWith(Include, StringComparison.Ordinal)
        ? $"@{line[Include.Length..].Trim()}"
        : line.Split('#')[0].Trim();
}
