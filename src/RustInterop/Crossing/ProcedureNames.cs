namespace RustInterop.Crossing;

/// <summary>Finds what a misspelled name of a procedure was meant to be.</summary>
internal static class ProcedureNames
{
    /// <summary>The closest name, or <see langword="null"/> if none is close.</summary>
    internal static string? Nearest(string name, IEnumerable<string> procedures)
    {
        // Up to a third of the letters may differ.
        int most = Math.Max(1, name.Length / 3);
        return procedures
            .Select(procedure => (Name: procedure, Distance: EditDistance(name, procedure)))
            .Where(candidate => candidate.Distance <= most)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    // The Levenshtein distance, without regard to case.
    internal static int EditDistance(string first, string second)
    {
        int[] row = [.. Enumerable.Range(0, second.Length + 1)];
        for (int i = 1; i <= first.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(first[i - 1]) == char.ToLowerInvariant(second[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
