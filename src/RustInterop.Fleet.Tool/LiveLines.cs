using System.Text;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// Makes whole lines of the pieces of output that hosts write. What has no line end yet waits for it, for the end of the attempt, or
/// until it is long. Of a line that redraws itself by carriage returns, as a progress bar does, there is only the last state.
/// </summary>
internal sealed class LiveLines
{
    // So that a host that never ends a line does not fill the memory.
    private const int MostCharacters = 1 << 16;

    private readonly Dictionary<(string Host, OutputStream Stream), Rest> _rests = [];

    /// <summary>The lines that a piece completes.</summary>
    public IReadOnlyList<HostLine> Add(HostOutput piece)
    {
        (string, OutputStream) key = (piece.Host, piece.Stream);
        _rests.Remove(key, out Rest? rest);
        StringBuilder text = new(rest?.Text);
        // Otherwise the first line of an attempt would continue the last one of the attempt before it.
        if (rest is not null && rest.Attempt != piece.Attempt)
        {
            text.Append('\n');
        }

        string whole = text.Append(piece.Text).ToString();
        int end = whole.Length - whole.LastIndexOf('\n') > MostCharacters ? whole.Length : whole.LastIndexOf('\n') + 1;
        if (end < whole.Length)
        {
            _rests.Add(key, new Rest(piece.Attempt, LastState(whole[end..])));
        }

        return [.. HostLine.Split(piece.Host, LastStates(whole[..end]))];
    }

    /// <summary>What is left of a stream of a host that has ended.</summary>
    public IReadOnlyList<HostLine> End(string host, OutputStream stream) =>
        _rests.Remove((host, stream), out Rest? rest) ? [.. HostLine.Split(host, rest.Text)] : [];

    private static string LastStates(string lines) =>
        lines.Contains('\r', StringComparison.Ordinal) ? string.Join('\n', lines.Split('\n').Select(LastState)) : lines;

    // Carriage returns at the end may belong to the end of the line, or have nothing after them yet.
    private static string LastState(string line) => line[(line.AsSpan().TrimEnd('\r').LastIndexOf('\r') + 1)..];

    /// <param name="Attempt">The number of the attempt that wrote it.</param>
    /// <param name="Text">Without a line end.</param>
    private sealed record Rest(int Attempt, string Text);
}
