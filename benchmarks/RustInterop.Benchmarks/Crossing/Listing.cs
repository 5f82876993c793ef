using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Serialization;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The input of list_files in benchmarks/native. Mirrors benchmarks/native/src/listing.rs.</summary>
internal sealed record ListingRequest(int Files);

/// <summary>The output of list_files.</summary>
internal sealed record Listing(IReadOnlyList<ListedFile> Files);

/// <summary>A file; about 60 bytes as JSON.</summary>
internal sealed record ListedFile(string Name, long Size, double Share, bool Hidden);

/// <summary>The JSON of the benchmarks' own records, as a user of RustInterop would write it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ListingRequest))]
[JsonSerializable(typeof(Listing))]
[JsonSerializable(typeof(HandwrittenError))]
internal sealed partial class CrossingJson : JsonSerializerContext;

// Rust assigns them.
#pragma warning disable CS0649

/// <summary>A listing as a C struct. Mirrors benchmarks/native/src/structs.rs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ListingStruct
{
    internal FileStruct* Files;
    internal nuint Length;
    internal nuint Capacity;

    /// <summary>The same record that reading the JSON gives.</summary>
    internal readonly Listing ToRecord()
    {
        ListedFile[] files = new ListedFile[Length];
        for (nuint index = 0; index < Length; index++)
        {
            files[index] = Files[index].ToRecord();
        }

        return new Listing(files);
    }
}

/// <summary>A file of a listing as a C struct. Mirrors benchmarks/native/src/structs.rs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FileStruct
{
    internal byte* Name;
    internal nuint NameLength;
    internal nuint NameCapacity;
    internal ulong Size;
    internal double Share;
    internal byte Hidden;

    internal readonly ListedFile ToRecord() =>
        new(Encoding.UTF8.GetString(Name, (int)NameLength), (long)Size, Share, Hidden != 0);
}

/// <summary>A file of a walk as a C struct. Mirrors benchmarks/native/src/walk.rs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WalkedFile
{
    internal nint Name;
    internal ulong Size;
    internal double Share;
    internal byte Hidden;

    internal readonly ListedFile ToRecord() => new(Marshal.PtrToStringUTF8(Name)!, (long)Size, Share, Hidden != 0);
}
