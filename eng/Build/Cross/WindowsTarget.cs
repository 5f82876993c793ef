namespace RustInterop.Build.Cross;

/// <summary>Windows, with the C runtime that is part of it.</summary>
internal sealed record WindowsTarget(string RuntimeIdentifier, string Triple, string Compiler)
    : Target(RuntimeIdentifier, Triple, Compiler)
{
    public override string LibraryName => "rust_interop.dll";

    // .NET links by Microsoft's linker, and this one's libraries are of another.
    public override string? StaticLibrary => null;

    public override string ProgramExtension => ".exe";

    // The thread library is not part of Windows.
    public override IReadOnlyList<string> ProgramArguments => ["-static"];

    private string WineFolder => Path.Combine(BuildFolder, "wine");

    public override Task<IReadOnlyList<string>> PrepareAsync(Step step) =>
        Task.FromResult<IReadOnlyList<string>>(
            // The time of the build would make each differ.
            ["-Clink-self-contained=no", "-Clink-arg=-Wl,--no-insert-timestamp"]);

    public override async Task<int> RunAsync(Step step, string program, Action<string> onOutput)
    {
        // The folder of the program is where Windows looks first.
        string shim = Path.Combine(Path.GetDirectoryName(program)!, "bcryptprimitives.dll");
        await CompileC("bcryptprimitives.c", shim, "-shared", "-ladvapi32").RunAsync(step);
        try
        {
            if (!Directory.Exists(WineFolder))
            {
                // Else it asks whether to download what stands in for these two.
                await WithWine(Emulate("wineboot"), "mscoree,mshtml=").RunAsync(step);
            }

            // The assemblies of .NET import mscoree.
            return await WithWine(Emulate(program), "mshtml=").TryRunAsync(step, onOutput, step.Log);
        }
        finally
        {
            // It would stay for a while; 2 says that it is gone.
            await WithWine(new Tool("/usr/lib/wine/wineserver64", "--kill"), "").TryRunAsync(step, step.Log);
        }
    }

    private Tool WithWine(Tool tool, string missing) => tool with
    {
        Directory = BuildFolder,
        Environment = new Dictionary<string, string?>
        {
            ["WINEPREFIX"] = WineFolder,
            ["WINEDEBUG"] = "-all",
            ["WINEDLLOVERRIDES"] = missing,
        },
    };
}
