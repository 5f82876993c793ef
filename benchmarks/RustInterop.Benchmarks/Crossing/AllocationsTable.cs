using System.Globalization;
using System.Runtime.InteropServices;
using RustInterop.Benchmarks.Tables;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>What a call allocates, on either side.</summary>
internal static class AllocationsTable
{
    /// <summary>What the <see cref="SafeHandle"/> of a reply takes, which knows its library.</summary>
    private const long SafeHandleBytes = 40;

    internal static Task WriteAsync(Report report, Round round)
    {
        using RustAllocations? counting = RustAllocations.Load();
        string nothing = $"not here: {RustAllocations.Variable} is not set";
        return report.WriteTableAsync(
            "allocations",
            ["call", "managed bytes, RustInterop", "reading the reply alone", "goal", "by hand", "allocations in Rust"],
            [
                .. WorkName.WithParts.Select(Row),
                [WorkName.RawLane.Text, Managed(WorkName.RawLane, "RustInterop"), "", Verdict(SafeHandleBytes, round[WorkName.RawLane, "RustInterop"].Bytes), "",
                    counting?.OfReply(2) ?? nothing],
                [WorkName.PrintInt.Text, Managed(WorkName.PrintInt, "RustInterop"), "", Verdict(0, round[WorkName.PrintInt, "RustInterop"].Bytes)],
            ]);

        IReadOnlyList<string> Row(WorkName work)
        {
            long goal = round[work, "Deserialize"].Bytes + SafeHandleBytes;
            return
            [
                work.Text,
                Managed(work, "RustInterop"),
                Managed(work, "Deserialize"),
                // An exception of one library's has not the size of another's.
                work.Type == typeof(Refused) ? "" : Verdict(goal, round[work, "RustInterop"].Bytes),
                Managed(work, "ByHand"),
                counting?.Of(work) ?? nothing,
            ];
        }

        string Managed(WorkName work, string contestant) => Figure.Text(round[work, contestant].Bytes);

        // What BenchmarkDotNet itself and other threads allocate meanwhile is in its figures: MemoryTests has the exact ones.
        static string Verdict(long goal, long bytes) => string.Create(
            CultureInfo.InvariantCulture, $"≤ {Figure.Text(goal)}: {(bytes <= (goal * 1.001) + 2 ? "met" : "**not met**")}");
    }
}
