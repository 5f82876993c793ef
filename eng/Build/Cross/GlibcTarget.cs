using System.Text;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Cross;

/// <summary>Linux with glibc, as old as .NET 10 itself supports.</summary>
internal sealed record GlibcTarget(string RuntimeIdentifier, string Triple, string Compiler, string Loader)
    : Target(RuntimeIdentifier, Triple, Compiler)
{
    /// <summary>The newest glibc version that .NET 10's own libraries need.</summary>
    public static Version Newest { get; } = new(2, 27);

    public override async Task<IReadOnlyList<string>> PrepareAsync(Step step)
    {
        string libc = await new Tool(Compiler, "-print-file-name=libc.so.6").TryReadAsync(step)
            ?? throw new BuildException($"{Compiler} does not say where its libc.so.6 is");
        GlibcStub stub = await GlibcStub.ReadAsync(step, libc, Newest);
        string script = Path.Combine(LinkFolder, "libc.map");
        string source = Path.Combine(LinkFolder, "libc.s");
        await File.WriteAllTextAsync(script, stub.VersionScript);
        await File.WriteAllTextAsync(source, stub.Assembly);
        await new Tool(Compiler, "-shared", "-nostdlib", "-Wl,-soname,libc.so.6", $"-Wl,--version-script={script}",
            "-o", Path.Combine(LinkFolder, "libc.so.6"), source).RunAsync(step);
        await CompileC("stat.c", Path.Combine(LinkFolder, "stat.o"), "-c").RunAsync(step);
        await File.WriteAllTextAsync(Path.Combine(LinkFolder, "libc.so"),
            $"GROUP ( libc.so.6 stat.o AS_NEEDED ( {Loader} ) )\n");
        return
        [
            $"-Clink-arg=-L{LinkFolder}",
            // Before 2.34, threads and dlsym were not in libc.so.6. Since then these two libraries are empty, but still there.
            "-Clink-arg=-Wl,--push-state,--no-as-needed,-l:libpthread.so.0,-l:libdl.so.2,--pop-state",
        ];
    }
}

/// <summary>
/// A stand-in for an older glibc to link against: each function in the newest version that the older glibc had, and none that
/// came later. glibc keeps old versions of its functions, so this machine's has them all.
/// </summary>
/// <param name="symbols">The version of each function.</param>
internal sealed partial class GlibcStub(IReadOnlyDictionary<string, Version> symbols)
{
    /// <summary>The functions, without code.</summary>
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

    /// <summary>The functions' versions, for the linker.</summary>
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

        return symbols.Count > 0 ? new GlibcStub(symbols) : throw new BuildException($"{libc} defines no glibc symbols");
    }

    [GeneratedRegex(@"(?:GLOBAL|WEAK) +DEFAULT +\d+ (?<name>\w+)@@?GLIBC_(?<version>[\d.]+)$", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
