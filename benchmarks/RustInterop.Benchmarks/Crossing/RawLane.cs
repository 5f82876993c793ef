using System.Buffers;
using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>JSON bytes in, JSON bytes out.</summary>
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

    /// <summary>Disposes of the library.</summary>
    [GlobalCleanup]
    public void Cleanup() => _library.Dispose();

    /// <summary>Copies an output of 100 bytes.</summary>
    [Benchmark(Baseline = true)]
    public int RustInterop()
    {
        _output.ResetWrittenCount();
        _procedure.Invoke(Request, _output);
        return _output.WrittenCount;
    }

    /// <summary>Calls the native function on ready bytes, and frees its reply.</summary>
    [Benchmark]
    public unsafe void Native()
    {
        fixed (byte* request = "{\"files\":2}\0"u8)
        {
            Exports.free_mem(Exports.list_files_of_bytes(request));
        }
    }
}

/// <summary>The smallest call: prints a number to <c>/dev/null</c>.</summary>
public class PrintInt
{
    /// <summary>Through RustInterop.</summary>
    [Benchmark(Baseline = true)]
    public void RustInterop() => Rust.PrintInt(2);

    /// <summary>Only the native function.</summary>
    [Benchmark]
    public int Native() => BuiltInExports.print_int(2);
}
