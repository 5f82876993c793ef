using System.Text;
using System.Text.RegularExpressions;
using RustInterop.Build.Verification;

namespace RustInterop.VerifyPackage.Rules;

/// <summary>What has to hold for a package as a whole.</summary>
internal static partial class PackageRules
{
    private const long PackageLimit = 4_500_000;
    private const long LibraryLimit = 1_600_000;

    // Longer than most paths; what follows a path in a library may be any other text.
    private const int QuotedLength = 80;

    public static IEnumerable<Finding> Check(Package package, Allowances allowances) =>
    [
        .. CheckRuntimeIdentifiers(package),
        .. CheckOneLibrary(package),
        .. CheckSizes(package),
        .. CheckPaths(package, allowances.Folders),
    ];

    /// <summary>The native libraries are for runtime identifiers that .NET knows, and there are some.</summary>
    private static IEnumerable<Finding> CheckRuntimeIdentifiers(Package package)
    {
        string[] identifiers = [.. package.Files
            .Where(file => file.StartsWith(package.Runtimes, StringComparison.Ordinal))
            .Select(package.IdentifierOf)
            .Distinct()];
        return identifiers.Length == 0
            ? [new Finding(package.Name, "has no native library", $"{package.Runtimes}{{rid}}/native/")]
            : identifiers.Where(identifier => RuntimeTarget.Of(identifier) is null).Select(identifier => new Finding(
                $"{package.Runtimes}{identifier}",
                "is named by no portable runtime identifier of .NET for a system and a processor",
                "one such as linux-x64, linux-musl-arm64, win-x64 or osx-arm64"));
    }

    /// <summary>For each runtime identifier there is the one file that the runtime looks for, and nothing else.</summary>
    private static IEnumerable<Finding> CheckOneLibrary(Package package) => package.Files
        .Where(file => package.ExpectedPath(file) is not null)
        .GroupBy(file => package.ExpectedPath(file)!)
        .SelectMany(files => files.Contains(files.Key)
            ? files.Where(file => file != files.Key).Select(file => new Finding(file, "is not looked for", $"{files.Key} alone"))
            : [new Finding(files.Key, "is not there", $"it in place of {string.Join(", ", files)}")]);

    /// <summary>Neither the package nor a library in it has grown unnoticed.</summary>
    private static IEnumerable<Finding> CheckSizes(Package package) =>
        package.Libraries.Select(library => (Name: library.File, library.Length, Limit: LibraryLimit))
            .Prepend((package.Name, package.Length, Limit: PackageLimit))
            .Where(file => file.Length > file.Limit)
            .Select(file => new Finding(file.Name, $"has {file.Length} bytes", $"at most {file.Limit}"));

    /// <summary>
    /// What the build has made, as opposed to copied, names no file of the machine that made it: none below a user's home, a
    /// folder for temporary files, or one of the given folders. Paths relative to the repository, and those below /rust, /rustc and
    /// /crates that stand for others, are as good on any machine.
    /// </summary>
    private static IEnumerable<Finding> CheckPaths(Package package, IReadOnlyList<string> folders) =>
        package.Files.Where(package.IsMade).SelectMany(file => Paths(package.Read(file), folders).Distinct().Select(path =>
            new Finding(file, $"names {path}", "no path of the machine that it was built on")));

    private static IEnumerable<string> Paths(byte[] bytes, IReadOnlyList<string> folders)
    {
        // The texts of .NET are UTF-16, at odd and even offsets.
        string[] texts =
        [
            Encoding.Latin1.GetString(bytes),
            Encoding.Unicode.GetString(bytes),
            Encoding.Unicode.GetString(bytes.AsSpan(Math.Min(1, bytes.Length))),
        ];
        return texts.SelectMany(text => Homes().Matches(text).Select(match => Quote(text, match.Index))
            // Everything is below the root.
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
