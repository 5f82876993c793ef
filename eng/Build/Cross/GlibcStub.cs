using System.Text;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Cross;

/// <summary>
/// What an older glibc would have had to link against: of each function the newest version that is not newer than it, and
/// nothing that came later. A glibc keeps the older versions of what it has, so that they can be read off this machine's.
/// </summary>
/// <param name="symbols">Which version of each function.</param>
internal sealed partial class GlibcStub(IReadOnlyDictionary<string, Version> symbols)
{
    /// <summary>Functions without code.</summary>
    public string Assembly
    {
        get
        {
            StringBuilder text = new();
            foreach (string name in symbols.Keys.Order(StringComparer.Ordinal))
            {
                text.Append($".globl {name}\n.type {name}, %function\n{name}:\n");
            }

            return text.ToString();
        }
    }

    /// <summary>Tells the linker which version each of them has.</summary>
    public string VersionScript =>
        string.Concat(symbols.GroupBy(symbol => symbol.Value, symbol => symbol.Key).OrderBy(group => group.Key)
            .Select(group => $"GLIBC_{group.Key} {{ {string.Join("; ", group.Order(StringComparer.Ordinal))}; }};\n"));

    public static async Task<GlibcStub> ReadAsync(Step step, string libc, Version newest)
    {
        string table = await new Tool("readelf", "--dyn-syms", "--wide", libc).TryReadAsync(step)
            ?? throw new BuildException($"readelf could not read {libc}");
        Dictionary<string, Version> symbols = [];
        foreach (Match match in Definition().Matches(table))
        {
            string name = match.Groups["name"].Value;
            Version version = Version.Parse(match.Groups["version"].Value);
            if (version <= newest && (!symbols.TryGetValue(name, out Version? other) || other < version))
            {
                symbols[name] = version;
            }
        }

        return symbols.Count > 0 ? new GlibcStub(symbols) : throw new BuildException($"{libc} defines no symbols of glibc's");
    }

    [GeneratedRegex(@"(?:GLOBAL|WEAK) +DEFAULT +\d+ (?<name>\w+)@@?GLIBC_(?<version>[\d.]+)$", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
