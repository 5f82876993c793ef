using System.Globalization;

namespace RustInterop.Tests.Child;

/// <summary>The memory of this process that stands in the machine's.</summary>
internal static class ResidentMemory
{
    internal static long Kilobytes()
    {
        string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
