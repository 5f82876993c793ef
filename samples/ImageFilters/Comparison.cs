using System.Diagnostics;
using System.Text;
using RustInterop;

namespace ImageFilters;

/// <summary>Filters an image in both languages, and prints how long each filter took.</summary>
internal sealed class Comparison(int width)
{
    private const int Times = 10;
    private const int Radius = 5;
    private const int Factor = 8;

    private readonly Dictionary<string, TimeSpan> _shortest = [];

    /// <summary>Returns the exit code: 0 if the results are the same.</summary>
    public int Run(string? output)
    {
        byte[] rgba = Generate(width, 2 * width / 3);
        bool isSame = true;
        for (int time = 1; time <= Times; time++)
        {
            // The bytes stay in Rust. Each filter reads those that the one before it has returned.
            using RustBytes grey = Measure("Rust grayscale", () => RustFilters.Grayscale(rgba));
            using RustBytes blurred = Measure("Rust blur", () => RustFilters.Blur(grey.Span, (uint)width, Radius));
            using RustBytes shrunk = Measure("Rust shrink", () => RustFilters.Shrink(blurred.Span, (uint)width, Factor));

            byte[] plainGrey = Measure("C# grayscale", () => PlainFilters.Grayscale(rgba));
            byte[] plainBlurred = Measure("C# blur", () => PlainFilters.Blur(plainGrey, width, Radius));
            byte[] plainShrunk = Measure("C# shrink", () => PlainFilters.Shrink(plainBlurred, width, Factor));

            isSame &= shrunk.Span.SequenceEqual(plainShrunk);
            if (time == Times && output is not null)
            {
                Write(output, shrunk.Span);
            }
        }

        foreach ((string name, TimeSpan shortest) in _shortest)
        {
            Console.WriteLine($"{name,-16}{shortest.TotalMilliseconds,8:0.0} ms");
        }

        Console.WriteLine(isSame ? "the same result" : "different results");
        return isSame ? 0 : 1;
    }

    private T Measure<T>(string name, Func<T> filter)
    {
        long start = Stopwatch.GetTimestamp();
        T result = filter();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        _shortest[name] = _shortest.TryGetValue(name, out TimeSpan shortest) && shortest < elapsed ? shortest : elapsed;
        return result;
    }

    private static byte[] Generate(int width, int height)
    {
        byte[] rgba = new byte[4 * width * height];
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            (int y, int x) = int.DivRem(pixel, width);
            rgba[4 * pixel] = (byte)(x ^ y);
            rgba[(4 * pixel) + 1] = (byte)((x * y) >> 8);
            rgba[(4 * pixel) + 2] = (byte)(x + y);
            rgba[(4 * pixel) + 3] = byte.MaxValue;
        }

        return rgba;
    }

    private void Write(string path, ReadOnlySpan<byte> pixels)
    {
        int shrunkWidth = width / Factor;
        using FileStream file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"P5 {shrunkWidth} {pixels.Length / shrunkWidth} 255\n"));
        file.Write(pixels);
    }
}
