using System.Globalization;

namespace RustInterop.Tests.Child;

/// <summary>The resident memory of this process.</summary>
internal static class ResidentMemory
{
    /// <summary>Collects garbage first, the amount of which depends on the processor's cache.</summary>
    internal static long KilobytesAfterCollection()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Kilobytes();
    }

    internal static long Kilobytes()
    {
        string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
