using System.Runtime.InteropServices;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The C functions of benchmarks/native, declared as in handwritten interop.</summary>
internal static unsafe partial class Exports
{
    private const string Library = "crossing";

    [LibraryImport(Library, EntryPoint = "crossing_list_files", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint list_files(string inputJson);

    [LibraryImport(Library, EntryPoint = "crossing_list_files")]
    internal static partial nint list_files_of_bytes(byte* inputJson);

    [LibraryImport(Library)]
    internal static partial void free_mem(nint text);

    [LibraryImport(Library)]
    internal static partial ListingStruct list_files_as_structs(nuint files);

    [LibraryImport(Library)]
    internal static partial void free_files(ListingStruct listing);

    [LibraryImport(Library)]
    internal static partial CounterHandle counter_new(long start);

    [LibraryImport(Library)]
    internal static partial long counter_add(CounterHandle counter, long by);

    [LibraryImport(Library)]
    internal static partial void counter_drop(nint counter);

    [LibraryImport(Library)]
    internal static partial ulong add_numbers(ulong first, ulong second);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint text_upper_case(string text);

    [LibraryImport(Library)]
    internal static partial void text_drop(nint text);

    [LibraryImport(Library)]
    internal static partial void invert_into(byte* data, nuint length, byte* inverted);

    [LibraryImport(Library)]
    internal static partial nint walk_new(nuint files);

    [LibraryImport(Library)]
    internal static partial WalkedFile* walk_next(nint walk);

    [LibraryImport(Library)]
    internal static partial void walk_drop(nint walk);

    [LibraryImport(Library)]
    internal static partial void walked_file_drop(WalkedFile* file);

    [LibraryImport(Library)]
    internal static partial ulong sum_of_function(uint calls, delegate* unmanaged[Cdecl]<nint, uint, uint> function, nint context);

    [LibraryImport(Library)]
    internal static partial void do_nothing();

    /// <returns>1 if it has panicked.</returns>
    [LibraryImport(Library)]
    internal static partial byte do_nothing_guarded();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint readings_as_json(string readings);

    [LibraryImport(Library)]
    internal static partial ReadingsStruct readings_as_structs(ReadingStruct* readings, nuint length);

    [LibraryImport(Library)]
    internal static partial void readings_drop(nint owner);
}

/// <summary>The C functions of the built-in library, declared in the same way.</summary>
internal static unsafe partial class BuiltInExports
{
    private const string Library = "rust_interop";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint start_procedure(string inputJson);

    [LibraryImport(Library, EntryPoint = "start_procedure")]
    internal static partial nint start_procedure_of_bytes(byte* inputJson);

    [LibraryImport(Library)]
    internal static partial void free_mem(nint text);

    [LibraryImport(Library)]
    internal static partial int print_int(in int value);
}

/// <summary>A counter of benchmarks/native/src/counter.rs, as in handwritten interop.</summary>
internal sealed class CounterHandle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Exports.counter_drop(handle);
        return true;
    }
}
