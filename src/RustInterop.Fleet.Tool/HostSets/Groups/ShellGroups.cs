using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool.HostSets.Groups;

/// <summary>
/// A source whose groups are what commands print, as clustershell's <c>groups.conf</c> has them. The commands run in the folder of
/// their file, with <c>$GROUP</c>, <c>$SOURCE</c> and <c>$CFGDIR</c> replaced.
/// </summary>
internal sealed partial class ShellGroups(string name, ConfigurationFile file, string section, string folder) : IGroupSource
{
    private readonly string _map = file.Find(section, "map")
        ?? throw new InvalidDataException($"{folder}: the group source '{name}' has no option 'map'.");

    private readonly string? _all = file.Find(section, "all");
    private readonly string? _list = file.Find(section, "list");

    private IReadOnlyList<string>? _names;

    public IReadOnlyList<string>? Names =>
        _names ??= _list is null ? null : Run(_list, "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public string? All => _all is null ? null : GroupText.Read(Run(_all, ""));

    public string? Find(string group)
    {
        // The name becomes a part of a command line, perhaps in quotes of one kind or the other, or in a script of sed or awk.
        if (!Harmless().IsMatch(group))
        {
            throw new FormatException("a name for a command of groups.conf has letters, digits and _ . : = + % - only");
        }

        string hosts = GroupText.Read(Run(_map, group));
        // Most commands print nothing for a group that does not exist. With -x, that would be dangerous.
        return hosts.Length > 0 || Names is null || Names.Contains(group) ? hosts : null;
    }

    /// <summary>Adds the sources of a file; a section <c>[a,b]</c> is two.</summary>
    /// <exception cref="InvalidDataException">A source has no option <c>map</c>, or is there twice.</exception>
    public static void AddTo(GroupSources sources, ConfigurationFile file, string folder)
    {
        foreach (string section in file.Sections)
        {
            foreach (string name in section.Split(',').Where(name => name != GroupsConfiguration.MainSection))
            {
                sources.Add(name, new ShellGroups(name, file, section, folder));
            }
        }
    }

    private string Run(string command, string group)
    {
        string text = Variables.Replace(command, ("GROUP", group), ("SOURCE", name), ("CFGDIR", folder));
        ProcessStartInfo start = new("sh", ["-c", text])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            // The hosts may be on the standard input of fleet.
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new FormatException($"exit code {process.ExitCode} of the command of '{name}': {text}");
        }
        catch (Win32Exception exception)
        {
            throw new FormatException($"the command of '{name}' cannot be run: {exception.Message}", exception);
        }
    }

    [GeneratedRegex(@"^[\p{L}\p{N}_.:=+%][\p{L}\p{N}_.:=+%-]*\z")]
    private static partial Regex Harmless();
}
