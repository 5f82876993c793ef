namespace RustInterop.Build.Cross;

/// <summary>A Linux with musl, of which nothing but musl itself is needed.</summary>
internal sealed record MuslTarget(string RuntimeIdentifier, string Triple, string Compiler)
    : Target(RuntimeIdentifier, Triple, Compiler)
{
    public override async Task<IReadOnlyList<string>> PrepareAsync(Step step)
    {
        await CompileC("dl_find_object.c", Path.Combine(LinkFolder, "dl_find_object.o"), "-c").RunAsync(step);
        // Debian's shared libgcc_s is glibc's; its static unwinder asks glibc for that one function alone.
        await File.WriteAllTextAsync(Path.Combine(LinkFolder, "libgcc_s.so"),
            "INPUT ( dl_find_object.o libgcc_eh.a libgcc.a )\n");
        return
        [
            // Rust links musl into what it makes, which rules libraries out.
            "-Ctarget-feature=-crt-static",
            "-Clink-self-contained=no",
            $"-Clink-arg=-L{LinkFolder}",
        ];
    }
}
