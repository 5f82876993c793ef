using RustInterop;

namespace Fleet;

/// <summary>One line that a host wrote, behind its name, as pdsh and clush print it.</summary>
internal sealed record HostLine(string Host, string Text)
{
    public static IEnumerable<HostLine> Stdout(HostResult result) => Split(result.Host, result.Stdout);

    public static IEnumerable<HostLine> Stderr(HostResult result) => Split(result.Host, result.Stderr);

    /// <summary>The lines as one text, for one write: what another thread prints cannot come between them.</summary>
    public static string Join(IEnumerable<HostLine> lines) => string.Concat(lines.Select(line => $"{line}\n"));

    public override string ToString() => $"{Host}: {Text}";

    private static IEnumerable<HostLine> Split(string host, string text)
    {
        string[] lines = text.Split('\n');
        int count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        // Network devices and Windows end their lines with both characters.
        return lines.Take(count).Select(line => new HostLine(Printable.Line(host), Printable.Line(line.TrimEnd('\r'))));
    }
}
