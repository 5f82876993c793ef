namespace RustInterop.Build.Cross;

/// <summary>A Linux with glibc, as old a one as .NET 10 itself runs on; its dynamic loader is named too.</summary>
internal sealed record GlibcTarget(string RuntimeIdentifier, string Triple, string Compiler, string Loader)
    : Target(RuntimeIdentifier, Triple, Compiler)
{
    /// <summary>The newest symbols that .NET 10's own libraries ask for are of this version.</summary>
    public static Version Newest { get; } = new(2, 27);

    public override async Task<IReadOnlyList<string>> PrepareAsync(Step step)
    {
        string libc = await new Tool(Compiler, "-print-file-name=libc.so.6").TryReadAsync(step)
            ?? throw new BuildException($"{Compiler} does not tell where its libc.so.6 is");
        GlibcStub stub = await GlibcStub.ReadAsync(step, libc, Newest);
        string script = Path.Combine(LinkFolder, "libc.map");
        string source = Path.Combine(LinkFolder, "libc.s");
        await File.WriteAllTextAsync(script, stub.VersionScript);
        await File.WriteAllTextAsync(source, stub.Assembly);
        await new Tool(Compiler, "-shared", "-nostdlib", "-Wl,-soname,libc.so.6", $"-Wl,--version-script={script}",
            "-o", Path.Combine(LinkFolder, "libc.so.6"), source).RunAsync(step);
        await CompileC("stat.c", Path.Combine(LinkFolder, "stat.o"), "-c").RunAsync(step);
        await File.WriteAllTextAsync(Path.Combine(LinkFolder, "libc.so"),
            $"GROUP ( libc.so.6 stat.o AS_NEEDED ( {Loader} ) )\n");
        return
        [
            $"-Clink-arg=-L{LinkFolder}",
            // Before 2.34 threads and dlsym are not in libc.so.6; since then these two are empty, and still there.
            "-Clink-arg=-Wl,--push-state,--no-as-needed,-l:libpthread.so.0,-l:libdl.so.2,--pop-state",
        ];
    }
}
