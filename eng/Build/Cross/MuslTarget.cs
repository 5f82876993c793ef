namespace RustInterop.Build.Cross;

/// <summary>A Linux with musl, of which nothing but musl itself is needed.</summary>
internal sealed record MuslTarget(string RuntimeIdentifier, string Triple, string Compiler)
    : Target(RuntimeIdentifier, Triple, Compiler)
{
    public override async Task<IReadOnlyList<string>> PrepareAsync(Step step)
    {
        await CompileC("dl_find_object.c", DlFindObject, "-c").RunAsync(step);
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

    public override IReadOnlyList<string> StaticArguments => [DlFindObject];

    private string DlFindObject => Path.Combine(LinkFolder, "dl_find_object.o");

    /// <summary>With what .NET's own libraries for musl need of GCC's, which Debian has for glibc alone.</summary>
    public override async Task<int> RunAsync(Step step, string program, Action<string> onOutput)
    {
        string folder = Path.Combine(BuildFolder, "gcc");
        EmptyFolder.Create(folder);
        foreach (string library in (string[])["libstdc++.so.6", "libgcc_s.so.1"])
        {
            string path = await new Tool("gcc", $"-print-file-name={library}").TryReadAsync(step)
                ?? throw new BuildException($"gcc does not tell where its {library} is");
            File.Copy(path, Path.Combine(folder, library));
        }

        // They ask for glibc's loader by its name, and get what is missing from musl; for the rest musl passes as glibc.
        await CompileC("gcc_on_musl.c", Path.Combine(folder, "ld-linux-x86-64.so.2"), "-shared").RunAsync(step);
        return await (Emulate(program) with
        {
            Environment = new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = folder },
        }).TryRunAsync(step, onOutput, step.Log);
    }
}
