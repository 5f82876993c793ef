using RustInterop.Loading;

namespace RustInterop.Tests.Support;

/// <summary>A native library compiled from C, for cases that no Rust library can be.</summary>
internal static class CLibrary
{
    /// <summary>The exports that a RustInterop library needs in order to load.</summary>
    internal static string Handshake { get; } = $$"""
        unsigned rust_interop_abi_version(void) { return {{RustInterop.Loading.Handshake.AbiVersion}}; }
        const char *rust_interop_version(void) { return "{{RustInterop.Loading.Handshake.Version}}"; }
        void free_mem(char *text) { }
        void rust_interop_keep(const char *text) { }
        int rust_interop_drop(unsigned long long handle) { return 1; }
        unsigned long long rust_interop_lend(const void *data, unsigned long length) { return 0; }
        const void *rust_interop_bytes(unsigned long long handle, unsigned long *length) { return 0; }
        char *rust_interop_next(const char *input) { return 0; }
        void *rust_interop_next_async(const char *input, const void *callbacks) { return 0; }
        unsigned long long rust_interop_register(const void *function) { return 0; }
        int rust_interop_answer(unsigned long long answer, const char *reply) { return 1; }
        int rust_interop_withdraw(unsigned long long handle) { return 1; }
        void rust_interop_cancel(void *call) { }
        void rust_interop_drain(void *call) { }
        void rust_interop_release(void *call) { }
        void rust_interop_run(void *task) { }
        long rust_interop_live_strings(void) { return 0; }
        long rust_interop_live_handles(void) { return 0; }
        const char *rust_interop_procedures(void) { return "[]"; }

        """;

    /// <summary>The same exports, with these procedures in the list.</summary>
    internal static string HandshakeWith(params IEnumerable<(string Name, string Symbol)> procedures)
    {
        IEnumerable<string> listed = procedures.Select(procedure =>
            $$"""{\"name\":\"{{procedure.Name}}\",\"symbol\":\"{{procedure.Symbol}}\"}""");
        return Handshake.Replace("\"[]\"", $"\"[{string.Join(',', listed)}]\"");
    }

    internal static Task<string> CompileAsync(TemporaryFolder folder, string code) =>
        CompileAsync(folder, LibrarySearch.FileName("library"), code);

    internal static async Task<string> CompileAsync(TemporaryFolder folder, string name, string code, params string[] arguments)
    {
        string source = folder.PathOf($"{name}.c");
        string library = folder.PathOf(name);
        await File.WriteAllTextAsync(source, code);
        await Command.OutputOfAsync("cc", ["-shared", "-fPIC", "-o", library, source, .. arguments]);
        return library;
    }

    /// <summary>A sound library of Linux that says that it is for a processor.</summary>
    /// <param name="processor">ELF's number for the processor, <c>e_machine</c>, below 256.</param>
    internal static async Task<byte[]> ForProcessorAsync(byte processor)
    {
        using TemporaryFolder folder = new();
        byte[] library = await File.ReadAllBytesAsync(
            await CompileAsync(folder, "library.so", "void f(void) { }", "-Wl,-z,relro,-z,now,-z,noexecstack"));
        library[18] = processor;
        return library;
    }
}
