using System.Buffers;
using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>JSON in, JSON out, for those who have it as bytes.</summary>
public class RawLane
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private RustLibrary _library = null!;
    private RustProcedure _procedure = null!;

    private static ReadOnlySpan<byte> Request => "{\"files\":2}"u8;

    /// <summary>Loads the library.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _library = RustLibrary.Load("crossing");
        _procedure = _library.GetProcedure("list_files");
    }

    /// <summary>Disposes of it.</summary>
    [GlobalCleanup]
    public void Cleanup() => _library.Dispose();

    /// <summary>100 bytes, copied.</summary>
    [Benchmark(Baseline = true)]
    public int RustInterop()
    {
        _output.ResetWrittenCount();
        _procedure.Invoke(Request, _output);
        return _output.WrittenCount;
    }

    /// <summary>The native function on ready bytes, and its reply freed.</summary>
    [Benchmark]
    public unsafe void Native()
    {
        fixed (byte* request = "{\"files\":2}\0"u8)
        {
            Exports.free_mem(Exports.list_files_of_bytes(request));
        }
    }
}
