using System.Runtime.InteropServices;

namespace RustInterop.Benchmarks.Crossing;

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
