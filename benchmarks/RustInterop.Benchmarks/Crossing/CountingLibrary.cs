using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The library of benchmarks/native, built to count its allocations.</summary>
internal sealed unsafe class CountingLibrary : IDisposable
{
    /// <summary>The environment variable with its path.</summary>
    internal const string Variable = "CROSSING_COUNTING_LIBRARY";

    private const int Calls = 10;

    private readonly RustLibrary _library;
    private readonly delegate* unmanaged<long> _allocations;

    private CountingLibrary(string path)
    {
        _library = RustLibrary.Load(path);
        _allocations = (delegate* unmanaged<long>)NativeLibrary.GetExport(NativeLibrary.Load(path), "rust_interop_allocations");
    }

    internal static CountingLibrary? Load() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? new CountingLibrary(path) : null;

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
        long before = _allocations();
        for (int number = 0; number < Calls; number++)
        {
            Call();
        }

        return Figure.Text((_allocations() - before) / Calls);

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
