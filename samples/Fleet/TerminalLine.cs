using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fleet;

/// <summary>
/// A line as it is: neither read as markup nor broken at the terminal's width, so that it can be copied out again.
/// </summary>
internal sealed class TerminalLine(string label, Color colour, string text) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
    [
        // The bar that stood here may have been longer.
        Segment.Control("\u001b[2K"),
        new Segment(label, new Style(colour)),
        new Segment(text),
        Segment.LineBreak,
    ];
}
