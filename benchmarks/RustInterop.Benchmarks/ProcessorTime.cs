using System.Runtime.InteropServices;

namespace RustInterop.Benchmarks;

/// <summary>The processor time of this process and of its descendants that have ended and were waited for.</summary>
internal static partial class ProcessorTime
{
    private const int Self = 0;
    private const int Children = -1;

    // struct rusage: two times of two numbers each, and 14 more numbers.
    private const int Numbers = 18;

    internal static double Seconds() => Of(Self) + OfChildren();

    internal static double OfChildren() => Of(Children);

    private static double Of(int who)
    {
        long[] usage = new long[Numbers];
        if (GetUsage(who, usage) != 0)
        {
            throw new InvalidOperationException("getrusage failed.");
        }

        return usage[0] + usage[2] + ((usage[1] + usage[3]) * 1e-6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetUsage(int who, [Out] long[] usage);
}
