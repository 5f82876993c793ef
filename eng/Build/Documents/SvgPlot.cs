using System.Globalization;
using System.Text;

namespace RustInterop.Build.Documents;

/// <summary>A line chart as SVG, with both axes starting at 0.</summary>
/// <param name="Title">With the unit of the values.</param>
/// <param name="Positions">The position of each value, ascending.</param>
/// <param name="Unit">The unit of the positions.</param>
/// <param name="Lines">The name and values of each line.</param>
internal sealed record SvgPlot(
    string Title,
    IReadOnlyList<double> Positions,
    string Unit,
    IReadOnlyList<(string Name, IReadOnlyList<double> Values)> Lines)
{
    private const int Width = 720;
    private const int Height = 300;
    private const int Left = 70;
    private const int Right = 130;
    private const int Top = 40;
    private const int Bottom = 45;
    private const int Ticks = 4;

    private static readonly string[] Colours = ["#b7410e", "#512bd4", "#2e7d32", "#00838f"];

    private double LastPosition => Positions[^1];

    // At least 1, so that a line of zeros has an axis too.
    private double Highest => double.Max(1, Lines.Max(line => line.Values.Max()) * 1.1);

    public override string ToString()
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        Text(svg, Left, 22, "start", "black", Title);
        for (int tick = 0; tick <= Ticks; tick++)
        {
            double value = Highest * tick / Ticks;
            double position = LastPosition * tick / Ticks;
            svg.Append(CultureInfo.InvariantCulture,
                $"<path d=\"M{Left} {Y(value):0.0}H{Width - Right}\" stroke=\"#ddd\"/>\n");
            Text(svg, Left - 6, Y(value) + 4, "end", "black", value.ToString("#,0.#", CultureInfo.InvariantCulture));
            Text(svg, X(position), Height - Bottom + 18, "middle", "black",
                string.Create(CultureInfo.InvariantCulture, $"{position:#,0} {Unit}"));
        }

        foreach ((int number, (string name, IReadOnlyList<double> values)) in Lines.Index())
        {
            IEnumerable<string> points = Positions.Zip(values, (position, value) =>
                string.Create(CultureInfo.InvariantCulture, $"{X(position):0.0},{Y(value):0.0}"));
            string colour = Colours[number];
            svg.Append(CultureInfo.InvariantCulture,
                $"<polyline points=\"{string.Join(' ', points)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n");
            Text(svg, Width - Right + 8, Top + 12 + (number * 16), "start", colour, name);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string colour, string text) =>
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{text}</text>\n");

    private double X(double position) => Left + ((Width - Left - Right) * position / LastPosition);

    private double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * value / Highest);
}
