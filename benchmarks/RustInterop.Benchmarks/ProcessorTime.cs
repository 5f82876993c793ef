using System.Globalization;

namespace RustInterop.Benchmarks;

/// <summary>The processor time of this process and of all its children that have ended.</summary>
internal static class ProcessorTime
{
    // USER_HZ, which Linux has fixed for what /proc tells.
    private const double TicksPerSecond = 100;

    internal static double Seconds()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        // The name, in brackets, may have anything in it; utime, stime, cutime and cstime are fields 14 to 17.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
