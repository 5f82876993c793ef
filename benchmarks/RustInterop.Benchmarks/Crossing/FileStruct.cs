using System.Runtime.InteropServices;
using System.Text;

namespace RustInterop.Benchmarks.Crossing;

// Rust assigns them.
#pragma warning disable CS0649

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
