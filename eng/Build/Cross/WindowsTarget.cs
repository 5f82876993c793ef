namespace RustInterop.Build.Cross;

/// <summary>Windows, with its own C runtime.</summary>
internal sealed record WindowsTarget(string RuntimeIdentifier, string Triple, string Compiler)
    : Target(RuntimeIdentifier, Triple, Compiler)
{
    public override string LibraryName => "rust_interop.dll";

    // .NET links with Microsoft's linker, which can't use a static library of MinGW's.
    public override string? StaticLibrary => null;

    public override string ProgramExtension => ".exe";

    // The thread library is not part of Windows.
    public override IReadOnlyList<string> ProgramArguments => ["-static"];

    private string WineFolder => Path.Combine(BuildFolder, "wine");

    // With the build time in it, each build would differ.
    public override IReadOnlyList<string> Prepare(CancellationToken cancellation) =>
        ["-Clink-self-contained=no", "-Clink-arg=-Wl,--no-insert-timestamp"];

    public override async Task<int> RunAsync(Step step, string program, Action<string> onOutput, params string[] arguments)
    {
        // Windows looks in the program's folder first.
        string shim = Path.Combine(Path.GetDirectoryName(program)!, "bcryptprimitives.dll");
        await CompileC("bcryptprimitives.c", shim, "-shared", "-ladvapi32").RunAsync(step);
        try
        {
            if (!Directory.Exists(WineFolder))
            {
                // Without this, Wine asks whether to download replacements for these two.
                await WithWine(Emulate("wineboot"), "mscoree,mshtml=").RunAsync(step);
            }

            // .NET's assemblies import mscoree.
            return await WithWine(Emulate(program, arguments), "mshtml=").TryRunAsync(step, onOutput, step.Log);
        }
        finally
        {
            // The server would stay for a while. Exit code 2 says that it is gone.
            await WithWine(new Tool("/usr/lib/wine/wineserver64", "--kill"), "").TryRunAsync(step, step.Log);
        }
    }

    private Tool WithWine(Tool tool, string missing) => tool with
    {
        Directory = BuildFolder,
        Environment = new Dictionary<string, string?>(tool.Environment)
        {
            ["WINEPREFIX"] = WineFolder,
            ["WINEDEBUG"] = "-all",
            ["WINEDLLOVERRIDES"] = missing,
        },
    };
}
