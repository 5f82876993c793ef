using RustInterop.Native;

namespace RustInterop.Tests.Support;

/// <summary>A native library made from C, which can be what no library of Rust's is.</summary>
internal static class CLibrary
{
    /// <summary>The exports that every library of RustInterop's has, as far as loading it goes.</summary>
    internal static string Handshake { get; } = $$"""
        unsigned rust_interop_abi_version(void) { return {{RustInterop.Native.Handshake.AbiVersion}}; }
        const char *rust_interop_version(void) { return "{{RustInterop.Native.Handshake.Version}}"; }
        void free_mem(char *text) { }
        void rust_interop_cancel(void *call) { }
        void rust_interop_release(void *call) { }
        long rust_interop_live_strings(void) { return 0; }

        """;

    internal static async Task<string> CompileAsync(TemporaryFolder folder, string code)
    {
        string source = folder.PathOf("library.c");
        string library = folder.PathOf(LibrarySearch.FileName("library"));
        await File.WriteAllTextAsync(source, code);
        await Command.OutputOfAsync("gcc", "-shared", "-fPIC", "-o", library, source);
        return library;
    }
}
