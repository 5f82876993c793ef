using System.Globalization;

namespace RustInterop.Build.Torture;

/// <summary>What the checks came to, a line each.</summary>
internal sealed class Table
{
    private readonly List<(string Name, string Time, string Figures)> _lines = [("check", "time", "figures")];

    public void Add(string name, TimeSpan time, IReadOnlyList<Figure> figures) =>
        _lines.Add((name, time.TotalSeconds.ToString("0 s", CultureInfo.InvariantCulture), string.Join(", ", figures)));

    public void Write()
    {
        int names = _lines.Max(line => line.Name.Length);
        int times = _lines.Max(line => line.Time.Length);
        Console.WriteLine();
        foreach ((string name, string time, string figures) in _lines)
        {
            Console.WriteLine($"{name.PadRight(names)}  {time.PadLeft(times)}  {figures}");
        }
    }
}
