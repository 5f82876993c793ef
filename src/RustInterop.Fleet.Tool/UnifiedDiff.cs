using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace RustInterop.Fleet.Tool;

/// <summary>The difference between two outputs, in the form of <c>diff -u</c>.</summary>
internal static class UnifiedDiff
{
    // Unchanged lines around a change.
    private const int Context = 3;

    public static string Of(OutputGroup before, OutputGroup after)
    {
        DiffResult difference = Differ.Instance.CreateDiffs(
            Text(before), Text(after), ignoreWhiteSpace: false, ignoreCase: false, new Lines());
        StringBuilder text = new($"--- {before.Title}\n+++ {after.Title}\n");
        foreach (List<DiffBlock> changes in Neighbours(difference.DiffBlocks))
        {
            AppendHunk(text, before.Lines, after.Lines, changes);
        }

        return text.ToString();
    }

    // A line of its own for each, so that no line at all differs from an empty one.
    private static string Text(OutputGroup group) => string.Concat(group.Lines.Select(line => $"{line}\n"));

    /// <summary>Changes whose context meets are shown together.</summary>
    private static IEnumerable<List<DiffBlock>> Neighbours(IEnumerable<DiffBlock> changes)
    {
        List<DiffBlock> near = [];
        foreach (DiffBlock change in changes)
        {
            if (near.Count > 0 && change.DeleteStartA - EndOf(near[^1]) > 2 * Context)
            {
                yield return near;
                near = [];
            }

            near.Add(change);
        }

        if (near.Count > 0)
        {
            yield return near;
        }
    }

    private static void AppendHunk(
        StringBuilder text, IReadOnlyList<string> before, IReadOnlyList<string> after, List<DiffBlock> changes)
    {
        (DiffBlock first, DiffBlock last) = (changes[0], changes[^1]);
        int start = Math.Max(0, first.DeleteStartA - Context);
        int end = Math.Min(before.Count, EndOf(last) + Context);
        int startAfter = start + first.InsertStartB - first.DeleteStartA;
        int endAfter = end + last.InsertStartB + last.InsertCountB - EndOf(last);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(start, end)} +{Range(startAfter, endAfter)} @@\n");
        int line = start;
        foreach (DiffBlock change in changes)
        {
            AppendLines(text, ' ', before, line, change.DeleteStartA);
            AppendLines(text, '-', before, change.DeleteStartA, EndOf(change));
            AppendLines(text, '+', after, change.InsertStartB, change.InsertStartB + change.InsertCountB);
            line = EndOf(change);
        }

        AppendLines(text, ' ', before, line, end);
    }

    private static void AppendLines(StringBuilder text, char mark, IReadOnlyList<string> lines, int start, int end)
    {
        for (int line = start; line < end; line++)
        {
            text.Append(mark).Append(lines[line]).Append('\n');
        }
    }

    private static int EndOf(DiffBlock change) => change.DeleteStartA + change.DeleteCountA;

    // As diff -u has it: lines are counted from 1, the number 1 is left out, and an empty range begins at the line before it.
    private static string Range(int start, int end) => (end - start) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{start},0"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{start + 1}"),
        int count => string.Create(CultureInfo.InvariantCulture, $"{start + 1},{count}"),
    };

    private sealed class Lines : IChunker
    {
        public IReadOnlyList<string> Chunk(string text) => text.Split('\n')[..^1];
    }
}
