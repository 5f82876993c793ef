using System.Globalization;
using System.Runtime.InteropServices;
using RustInterop.Benchmarks.Tables;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>What a call allocates, in .NET and in Rust.</summary>
internal static class AllocationsTable
{
    /// <summary>The size of a reply's <see cref="SafeHandle"/>, which refers to its library.</summary>
    private const long SafeHandleBytes = 40;

    internal static Task WriteAsync(Report report, Round round)
    {
        using RustAllocations? counting = RustAllocations.Load();
        string nothing = $"not here: {RustAllocations.Variable} is not set";
        return report.WriteTableAsync(
            "allocations",
            ["call", "managed bytes, RustInterop", "only reading the reply", "goal", "by hand", "allocations in Rust"],
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
                // The exceptions of the two libraries differ in size.
                work.Type == typeof(Refused) ? "" : Verdict(goal, round[work, "RustInterop"].Bytes),
                Managed(work, "ByHand"),
                counting?.Of(work) ?? nothing,
            ];
        }

        string Managed(WorkName work, string contestant) => Figure.Text(round[work, contestant].Bytes);

        // BenchmarkDotNet's figures include what it and other threads allocate meanwhile. MemoryTests checks the exact ones.
        static string Verdict(long goal, long bytes) => string.Create(
            CultureInfo.InvariantCulture, $"≤ {Figure.Text(goal)}: {(bytes <= (goal * 1.001) + 2 ? "met" : "**not met**")}");
    }
}
