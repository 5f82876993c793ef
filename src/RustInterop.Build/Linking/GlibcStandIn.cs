using System.Text;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Linking;

/// <summary>
/// Stand-ins for an older glibc to link against: each function in the newest version that the older glibc had, and none that came
/// later. glibc keeps the old versions of its functions, so that of this machine has them all.
/// </summary>
public static partial class GlibcStandIn
{
    private static readonly Version s_statIsAFunction = new(2, 33);

    private static readonly string[] s_libraries = ["libc.so.6", "libm.so.6"];

    private static readonly string[] s_loaders = ["ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"];

    /// <summary>The newest glibc version that .NET 10's own libraries need.</summary>
    public static Version Newest { get; } = new(2, 27);

    /// <summary>Makes the stand-ins.</summary>
    /// <param name="program">The C compiler for the system.</param>
    /// <param name="folder">A folder for them.</param>
    /// <param name="newest">The version of the older glibc.</param>
    /// <param name="cancellation">Ends the compiler.</param>
    /// <returns>Arguments of the compiler when it links.</returns>
    /// <exception cref="LinkException">The compiler fails, or has no glibc.</exception>
    public static IReadOnlyList<string> Make(string program, string folder, Version newest, CancellationToken cancellation)
    {
        Compiler compiler = new(program, cancellation);
        foreach (string library in s_libraries)
        {
            Make(compiler, program, library, folder, newest);
        }

        List<string> parts = ["libc.so.6"];
        if (newest < s_statIsAFunction)
        {
            compiler.Compile("stat.c", folder);
            parts.Add("stat.o");
        }

        parts.Add("libc_nonshared.a");
        string loader = s_loaders.FirstOrDefault(name => compiler.Find(name) is not null)
            ?? throw new LinkException($"{program} has no loader of glibc, such as {s_loaders[0]}");
        File.WriteAllText(Path.Combine(folder, "libc.so"), $"GROUP ( {string.Join(' ', parts)} AS_NEEDED ( {loader} ) )\n");
        File.WriteAllText(Path.Combine(folder, "libm.so"), "INPUT ( libm.so.6 )\n");
        return
        [
            $"-L{folder}",
            // Before 2.34, threads and dlsym were not in libc.so.6. Since then these two libraries are empty, but still there.
            "-Wl,--push-state,--no-as-needed,-l:libpthread.so.0,-l:libdl.so.2,--pop-state",
            // Other libraries of this machine may need its newer glibc.
            "-Wl,--allow-shlib-undefined",
        ];
    }

    private static void Make(Compiler compiler, string program, string library, string folder, Version newest)
    {
        string path = compiler.Find(library) ?? throw new LinkException($"{program} has no {library} to link with");
        IReadOnlyDictionary<string, Version> symbols = SymbolsUpTo(newest, compiler.Read("readelf", ["--dyn-syms", "--wide", path]));
        if (symbols.Count == 0)
        {
            throw new LinkException($"{path} defines no symbols of glibc");
        }

        string script = Path.Combine(folder, $"{library}.map");
        string source = Path.Combine(folder, $"{library}.s");
        File.WriteAllText(script, VersionScript(symbols));
        File.WriteAllText(source, Assembly(symbols.Keys));
        compiler.Run("-shared", "-nostdlib", $"-Wl,-soname,{library}", $"-Wl,--version-script={script}",
            "-o", Path.Combine(folder, library), source);
    }

    private static Dictionary<string, Version> SymbolsUpTo(Version newest, IReadOnlyList<string> table)
    {
        Dictionary<string, Version> symbols = [];
        foreach (Match match in table.Select(line => Definition().Match(line)).Where(match => match.Success))
        {
            string name = match.Groups["name"].Value;
            Version version = Version.Parse(match.Groups["version"].Value);
            if (version <= newest && (!symbols.TryGetValue(name, out Version? other) || other < version))
            {
                symbols[name] = version;
            }
        }

        return symbols;
    }

    // The functions, without code.
    private static string Assembly(IEnumerable<string> names)
    {
        StringBuilder text = new();
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            text.Append($".globl {name}\n.type {name}, %function\n{name}:\n");
        }

        return text.ToString();
    }

    private static string VersionScript(IReadOnlyDictionary<string, Version> symbols) =>
        string.Concat(symbols.GroupBy(symbol => symbol.Value, symbol => symbol.Key).OrderBy(group => group.Key)
            .Select(group => $"GLIBC_{group.Key} {{ {string.Join("; ", group.Order(StringComparer.Ordinal))}; }};\n"));

    [GeneratedRegex(@"(?:GLOBAL|WEAK) +DEFAULT +\d+ (?<name>\w+)@@?GLIBC_(?<version>[\d.]+)$")]
    private static partial Regex Definition();
}
