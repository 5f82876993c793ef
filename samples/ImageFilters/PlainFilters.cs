namespace ImageFilters;

/// <summary>The same filters in plain C#.</summary>
internal static class PlainFilters
{
    public static byte[] Grayscale(ReadOnlySpan<byte> rgba)
    {
        byte[] pixels = new byte[rgba.Length / 4];
        for (int pixel = 0; pixel < pixels.Length; pixel++)
        {
            ReadOnlySpan<byte> colours = rgba.Slice(4 * pixel, 4);
            pixels[pixel] = Average((uint)((77 * colours[0]) + (150 * colours[1]) + (29 * colours[2])), 256);
        }

        return pixels;
    }

    public static byte[] Blur(ReadOnlySpan<byte> pixels, int width, int radius)
    {
        int side = (2 * radius) + 1;
        int last = (pixels.Length / width) - 1;
        byte[] blurred = new byte[pixels.Length];
        // For each column, the sum of its pixels in the rows of the square.
        Span<uint> sums = new uint[width];
        for (int y = 0; last >= 0 && y < side - 1; y++)
        {
            Add(sums, Row(pixels, width, Math.Clamp(y - radius, 0, last)));
        }

        for (int y = 0; y <= last; y++)
        {
            Add(sums, Row(pixels, width, Math.Min(y + radius, last)));
            Span<byte> row = blurred.AsSpan(y * width, width);
            uint sum = 0;
            for (int x = 0; x < side - 1; x++)
            {
                sum += sums[Math.Clamp(x - radius, 0, width - 1)];
            }

            for (int x = 0; x < row.Length; x++)
            {
                sum += sums[Math.Min(x + radius, width - 1)];
                row[x] = Average(sum, (uint)(side * side));
                sum -= sums[Math.Max(x - radius, 0)];
            }

            Subtract(sums, Row(pixels, width, Math.Max(y - radius, 0)));
        }

        return blurred;
    }

    public static byte[] Shrink(ReadOnlySpan<byte> pixels, int width, int factor)
    {
        int shrunkWidth = width / factor;
        byte[] shrunk = new byte[shrunkWidth * (pixels.Length / width / factor)];
        Span<uint> sums = new uint[shrunkWidth];
        for (int y = 0; y < shrunk.Length / Math.Max(shrunkWidth, 1) * factor; y++)
        {
            ReadOnlySpan<byte> row = Row(pixels, width, y);
            for (int x = 0; x < sums.Length; x++)
            {
                foreach (byte pixel in row.Slice(x * factor, factor))
                {
                    sums[x] += pixel;
                }
            }

            if ((y + 1) % factor == 0)
            {
                for (int x = 0; x < sums.Length; x++)
                {
                    shrunk[(y / factor * shrunkWidth) + x] = Average(sums[x], (uint)(factor * factor));
                }

                sums.Clear();
            }
        }

        return shrunk;
    }

    private static ReadOnlySpan<byte> Row(ReadOnlySpan<byte> pixels, int width, int y) => pixels.Slice(y * width, width);

    private static void Add(Span<uint> sums, ReadOnlySpan<byte> row)
    {
        for (int x = 0; x < sums.Length; x++)
        {
            sums[x] += row[x];
        }
    }

    private static void Subtract(Span<uint> sums, ReadOnlySpan<byte> row)
    {
        for (int x = 0; x < sums.Length; x++)
        {
            sums[x] -= row[x];
        }
    }

    private static byte Average(uint sum, uint count) => (byte)((sum + (count / 2)) / count);
}
