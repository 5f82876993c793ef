namespace RustInterop.Build;

/// <summary>Dep-info files: lines in make's format with what a result was made from, by cargo for a library and by rustc for each crate.</summary>
internal static class DependencyInfo
{
    private const string VariablePrefix = "# env-dep:";

    /// <summary>Reads the files from which cargo says that a library was made.</summary>
    /// <param name="path">The dep-info file.</param>
    /// <param name="library">The library.</param>
    public static IEnumerable<string> ReadFiles(string path, string library)
    {
        string rule = $"{Escape(library)}:";
        return File.ReadLines(path).Where(line => line.StartsWith(rule, StringComparison.Ordinal))
            .SelectMany(line => SplitPaths(line[rule.Length..]));
    }

    /// <summary>Reads the environment variables that <c>env!</c> and <c>option_env!</c> have read.</summary>
    public static IEnumerable<string> ReadVariables(string path) =>
        File.ReadLines(path).Where(line => line.StartsWith(VariablePrefix, StringComparison.Ordinal))
            .Select(line => line[VariablePrefix.Length..].Split('=')[0]);

    /// <summary>Rustc's dep-info files of an artifact; several, if the artifact's name does not say which one it is.</summary>
    public static IEnumerable<string> FilesOf(string artifact)
    {
        string folder = Path.GetDirectoryName(artifact)!;
        string name = Path.GetFileNameWithoutExtension(artifact);
        string[] names = name.StartsWith("lib", StringComparison.Ordinal) ? [name, name["lib".Length..]] : [name];
        return Directory.Exists(folder)
            ? names.SelectMany(name => Directory.GetFiles(folder, $"{name}.d").Concat(Directory.GetFiles(folder, $"{name}-*.d")))
            : [];
    }

    // Cargo escapes spaces, and nothing else.
    private static string Escape(string path) => path.Replace(" ", "\\ ", StringComparison.Ordinal);

    private static IEnumerable<string> SplitPaths(string text)
    {
        const char Space = '\u0001';
        return text.Replace("\\ ", $"{Space}", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(path => path.Replace(Space, ' '));
    }
}
