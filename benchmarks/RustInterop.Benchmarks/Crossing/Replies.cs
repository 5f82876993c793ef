using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>Replies of a user's procedure, from 100 bytes to 10 MB.</summary>
public class Replies : Work
{
    private RustLibrary _library = null!;
    private RustProcedure<ListingRequest, Listing> _procedure = null!;
    private ListingRequest _request = null!;
    private ReadyBytes<ListingRequest, Listing> _parts = null!;

    /// <summary>The number of files listed, about 60 bytes each.</summary>
    [Params(2, 160, 1_600, 16_000, 160_000)]
    public int Size { get; set; }

    /// <summary>Prepares the inputs of the parts.</summary>
    [GlobalSetup]
    public unsafe void Setup()
    {
        _library = RustLibrary.Load("crossing");
        _procedure = _library.GetProcedure("list_files", CrossingJson.Default.ListingRequest, CrossingJson.Default.Listing);
        _request = new(Size);
        _parts = new(
            &Exports.list_files_of_bytes,
            &Exports.free_mem,
            _request,
            CrossingJson.Default.ListingRequest,
            CrossingJson.Default.Listing);
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _parts.Dispose();
        _library.Dispose();
    }

    private protected override object CallByRustInterop() => _procedure.Invoke(_request);

    private protected override void WriteInput() => _parts.Serialize();

    private protected override void CallNative() => _parts.Native();

    private protected override object ReadReply() => _parts.Deserialize();

    private protected override object CallByHand() => Handwritten.ListFiles(_request);

    /// <summary>The same records as C structs, without JSON.</summary>
    [Benchmark]
    public object Structs()
    {
        ListingStruct listing = Exports.list_files_as_structs((nuint)Size);
        try
        {
            return listing.ToRecord();
        }
        finally
        {
            Exports.free_files(listing);
        }
    }
}
