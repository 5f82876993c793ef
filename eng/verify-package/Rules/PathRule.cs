using System.Text;
using System.Text.RegularExpressions;

namespace RustInterop.VerifyPackage.Rules;

/// <summary>
/// What the build has made, as opposed to copied, names no file of the machine that made it: none below a user's home, a
/// folder for temporary files, or one of the given folders. Paths relative to the repository, and those below /rust, /rustc and
/// /crates that stand for others, are as good on any machine.
/// </summary>
internal sealed partial class PathRule(IReadOnlyList<string> folders) : IPackageRule
{
    // Longer than most paths; what follows a path in a library may be any other text.
    private const int QuotedLength = 80;

    public IEnumerable<Finding> Check(Package package) =>
        package.Files.Where(IsMade).SelectMany(file => Paths(package.Read(file)).Distinct().Select(path =>
            new Finding(file, $"names {path}", "no path of the machine that it was built on")));

    private static bool IsMade(string file) =>
        file.StartsWith(Package.Runtimes, StringComparison.Ordinal)
        || file.StartsWith("lib/", StringComparison.Ordinal)
        || file.EndsWith(".nuspec", StringComparison.Ordinal);

    private IEnumerable<string> Paths(byte[] bytes)
    {
        // The texts of .NET are UTF-16, at odd and even offsets.
        string[] texts =
        [
            Encoding.Latin1.GetString(bytes),
            Encoding.Unicode.GetString(bytes),
            Encoding.Unicode.GetString(bytes.AsSpan(Math.Min(1, bytes.Length))),
        ];
        return texts.SelectMany(text => Homes().Matches(text).Select(match => Quote(text, match.Index))
            // Below the root there is everything.
            .Concat(folders.Where(folder => Path.GetPathRoot(folder) != folder).SelectMany(folder => Below(folder, text))));
    }

    private static IEnumerable<string> Below(string folder, string text)
    {
        string name = Path.TrimEndingDirectorySeparator(folder);
        // A short path may be the end of another: with the sources in /src, that of /crates/serde/src.
        string boundary = name.Count(character => character is '/' or '\\') > 1 ? "" : @"(?<![\w.-])";
        return Regex.Matches(text, $@"{boundary}{Regex.Escape(name)}[\\/]").Select(match => Quote(text, match.Index));
    }

    private static string Quote(string text, int start) =>
        Printable().Match(text, start, Math.Min(QuotedLength, text.Length - start)).Value;

    [GeneratedRegex(@"/(?:home|root|tmp|Users)/[\w.]|[A-Za-z]:[\\/]+Users[\\/]")]
    private static partial Regex Homes();

    [GeneratedRegex(@"[!-~]+")]
    private static partial Regex Printable();
}
