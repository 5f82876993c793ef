using RustInterop.Build.Linking;

namespace RustInterop.Build.Cross;

/// <summary>Linux with musl. The library needs nothing but musl.</summary>
internal sealed record MuslTarget(string RuntimeIdentifier, string Triple, string Compiler)
    : Target(RuntimeIdentifier, Triple, Compiler)
{
    public override IReadOnlyList<string> Prepare(CancellationToken cancellation) =>
    [
        // By default Rust links musl statically, which rules out shared libraries.
        "-Ctarget-feature=-crt-static",
        "-Clink-self-contained=no",
        .. FlagsOf(MuslUnwinder.Make(Compiler, LinkFolder, cancellation)),
    ];

    public override IReadOnlyList<string> StaticArguments => [DlFindObject];

    private string DlFindObject => Path.Combine(LinkFolder, MuslUnwinder.ObjectFile);

    /// <summary>With the GCC libraries that .NET's own libraries need. Debian has them for glibc only.</summary>
    public override async Task<int> RunAsync(Step step, string program, Action<string> onOutput, params string[] arguments)
    {
        string folder = Path.Combine(BuildFolder, "gcc");
        Repository.MakeEmpty(folder);
        foreach (string library in (string[])["libstdc++.so.6", "libgcc_s.so.1"])
        {
            string path = await new Tool("gcc", $"-print-file-name={library}").TryReadAsync(step)
                ?? throw new BuildException($"gcc does not say where its {library} is");
            File.Copy(path, Path.Combine(folder, library));
        }

        // They load glibc's loader by name, and get from this file what musl lacks. The rest musl has.
        await CompileC("gcc_on_musl.c", Path.Combine(folder, "ld-linux-x86-64.so.2"), "-shared").RunAsync(step);
        Tool emulated = Emulate(program, arguments);
        return await (emulated with
        {
            Environment = new Dictionary<string, string?>(emulated.Environment) { ["LD_LIBRARY_PATH"] = folder },
        }).TryRunAsync(step, onOutput, step.Log);
    }
}
