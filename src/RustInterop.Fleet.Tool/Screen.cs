using System.Text;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// Rows at the end of what a terminal shows, and lines that are printed above them. Not thread-safe.
/// </summary>
/// <remarks>
/// While nothing is written, the cursor is at the beginning of the first row. So whatever a terminal does to the rows when its size
/// changes, all of them are after the cursor, and nothing else is.
/// </remarks>
/// <param name="write">Writes to the terminal, in one piece.</param>
internal sealed class Screen(Action<string> write)
{
    // With the cursor in the corner, tmux and others would move all that is shown into what can be scrolled back.
    private const string ClearToTheEnd = " \u001b[J\r";

    private const string ClearRestOfTheRow = "\u001b[K";
    private const string HideCursor = "\u001b[?25l";
    private const string ShowCursor = "\u001b[?25h";
    private const string CutLongRows = "\u001b[?7l";
    private const string WrapLongRows = "\u001b[?7h";

    private readonly StringBuilder _lines = new();
    private IReadOnlyList<string> _rows = [];
    private (int Width, int Height) _size;

    /// <summary>Removes the rows, from whatever thread, while the process ends.</summary>
    public const string Removal = $"\r{ClearToTheEnd}{WrapLongRows}{ShowCursor}";

    /// <summary>How many characters wait to be printed.</summary>
    public int WaitingCharacters => _lines.Length;

    private bool IsShown => _rows.Count > 0;

    /// <summary>Adds lines, each with its end, to what is printed above the rows the next time.</summary>
    public void Add(string lines) => _lines.Append(lines);

    /// <summary>Prints the lines that wait, and shows these rows.</summary>
    /// <param name="rows">Each narrower than the terminal; none, to remove those that are shown.</param>
    /// <param name="size">The columns and rows of the terminal.</param>
    public void Show(IReadOnlyList<string> rows, (int Width, int Height) size)
    {
        bool isResized = size != _size;
        if (_lines.Length == 0 && !isResized && rows.SequenceEqual(_rows))
        {
            return;
        }

        StringBuilder frame = new(IsShown ? "\r" : "");
        if (IsShown && (_lines.Length > 0 || isResized || rows.Count < _rows.Count))
        {
            frame.Append(ClearToTheEnd);
        }

        frame.Append(_lines).Append(rows.Count > 0 ? Drawn(rows) : $"{WrapLongRows}{ShowCursor}");
        _lines.Clear();
        (_rows, _size) = (rows, size);
        write(frame.ToString());
    }

    /// <summary>Forgets the rows, which something else has been written after.</summary>
    public void Abandon() => _rows = [];

    private static string Drawn(IReadOnlyList<string> rows)
    {
        StringBuilder frame = new($"{HideCursor}{CutLongRows}");
        frame.AppendJoin("\r\n", rows.Select(row => $"{row}{ClearRestOfTheRow}")).Append($"{WrapLongRows}\r");
        if (rows.Count > 1)
        {
            frame.Append($"\u001b[{rows.Count - 1}A");
        }

        return frame.ToString();
    }
}
