using System.Buffers;
using System.Text.Json;
using RustInterop.Tests.Child;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>What a call allocates, in .NET and in Rust.</summary>
internal static class AllocationsTable
{
    internal static Task WriteAsync(Report report, Round round)
    {
        using RustAllocations? counting = RustAllocations.Load();
        string nothing = $"not here: {RustAllocations.Variable} is not set";
        return report.WriteTableAsync(
            "allocations",
            ["call", "managed bytes, RustInterop", "only reading the reply", "goal", "by hand", "allocations in Rust"],
            [
                .. WorkName.WithParts.Select(Row),
                [WorkName.RawLane.Text, Managed(WorkName.RawLane, "RustInterop"), "", Verdict(0, round[WorkName.RawLane, "RustInterop"].Bytes), "",
                    counting?.OfReply(2) ?? nothing],
                [WorkName.PrintInt.Text, Managed(WorkName.PrintInt, "RustInterop"), "", Verdict(0, round[WorkName.PrintInt, "RustInterop"].Bytes)],
            ]);

        IReadOnlyList<string> Row(WorkName work)
        {
            return
            [
                work.Text,
                Managed(work, "RustInterop"),
                Managed(work, "Deserialize"),
                // The exceptions of the two libraries differ in size.
                work.Type == typeof(Refused) ? "" : Verdict(round[work, "Deserialize"].Bytes, round[work, "RustInterop"].Bytes),
                Managed(work, "ByHand"),
                counting?.Of(work) ?? nothing,
            ];
        }

        string Managed(WorkName work, string contestant) => Figure.Text(round[work, contestant].Bytes);

        // BenchmarkDotNet's figures include what it and other threads allocate meanwhile. MemoryTests checks the exact ones.
        static string Verdict(long goal, long bytes) => Goal.Verdict($"≤ {Figure.Text(goal)}", bytes <= (goal * 1.001) + 2);
    }
}

/// <summary>Counts the allocations of calls, with the library of benchmarks/native built so that it counts them.</summary>
internal sealed class RustAllocations : IDisposable
{
    /// <summary>The variable with the path of the library.</summary>
    internal const string Variable = "CROSSING_COUNTING_LIBRARY";

    private const int Calls = 10;

    private readonly RustLibrary _library;
    private readonly CountedLibrary _counted;

    private RustAllocations(string path)
    {
        _library = RustLibrary.Load(path);
        _counted = CountedLibrary.TryOpen(path) ?? throw new InvalidOperationException($"{path} does not count its allocations");
    }

    internal static RustAllocations? Load() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? new RustAllocations(path) : null;

    /// <summary>The number of allocations in one call.</summary>
    internal string Of(WorkName work) => work.Type.Name switch
    {
        nameof(NoHosts) => Count("start_procedure", Input([])),
        nameof(Refused) => Count("start_procedure", Input([.. Enumerable.Range(1, work.Size - 1).Select(number => $"server{number}"), "-refused"])),
        _ => OfReply(work.Size),
    };

    internal string OfReply(int files) =>
        Count("list_files", JsonSerializer.SerializeToUtf8Bytes(new ListingRequest(files), CrossingJson.Default.ListingRequest));

    public void Dispose() => _library.Dispose();

    private static byte[] Input(string[] hosts) => JsonSerializer.SerializeToUtf8Bytes(
        new ProcedureInput(TimeSpan.FromSeconds(10), 3, hosts, "true", 1) { Transport = Transport.Local }, ProcedureJson.Input);

    private string Count(string procedure, byte[] input)
    {
        RustProcedure call = _library.GetProcedure(procedure);
        ArrayBufferWriter<byte> output = new();
        Call();
        long before = _counted.Allocations;
        for (int number = 0; number < Calls; number++)
        {
            Call();
        }

        return Figure.Text((_counted.Allocations - before) / Calls);

        void Call()
        {
            output.ResetWrittenCount();
            try
            {
                call.Invoke(input, output);
            }
            catch (RustException exception) when (exception.Kind == RustErrorKind.InvalidInput)
            {
                // Expected.
            }
        }
    }
}
