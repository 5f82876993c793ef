using RustInterop.Loading.Images;

namespace RustInterop.Loading;

/// <summary>The names under which procedures are exported, each under two.</summary>
internal static class ProcedureNames
{
    /// <summary>What the name of a procedure's export that does not block ends with.</summary>
    internal const string AsyncSuffix = "_async";

    /// <summary>The procedures that the file of a library exports, in ordinal order.</summary>
    /// <exception cref="BadImageFormatException">The file is no library any more.</exception>
    /// <exception cref="IOException">The file is not there any more, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it any more.</exception>
    internal static IReadOnlyList<string> Of(string path)
    {
        IReadOnlyList<string> exports = LibraryImage.ExportsOf(path);
        HashSet<string> all = [.. exports];
        return [.. exports.Where(name => all.Contains(name + AsyncSuffix))];
    }

    /// <summary>The one that was probably meant, or <see langword="null"/> where none is close.</summary>
    internal static string? Nearest(string name, IEnumerable<string> procedures)
    {
        // Up to a third of the letters may be wrong.
        int most = Math.Max(1, name.Length / 3);
        return procedures
            .Select(procedure => (Name: procedure, Distance: EditDistance.Between(name, procedure)))
            .Where(candidate => candidate.Distance <= most)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }
}
