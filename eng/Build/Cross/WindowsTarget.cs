namespace RustInterop.Build.Cross;

/// <summary>Windows, with the C runtime that is part of it.</summary>
internal sealed record WindowsTarget(string RuntimeIdentifier, string Triple, string Compiler)
    : Target(RuntimeIdentifier, Triple, Compiler)
{
    public override string LibraryName => "rust_interop.dll";

    public override string ProgramExtension => ".exe";

    // The thread library is not part of Windows.
    public override IReadOnlyList<string> ProgramArguments => ["-static"];

    private Dictionary<string, string?> WineEnvironment => new()
    {
        ["WINEPREFIX"] = Path.Combine(BuildFolder, "wine"),
        ["WINEDEBUG"] = "-all",
        // Else it asks whether to download them.
        ["WINEDLLOVERRIDES"] = "mscoree,mshtml=",
    };

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
            return await (Emulate(program) with { Environment = WineEnvironment }).TryRunAsync(step, onOutput, step.Log);
        }
        finally
        {
            // It would stay for a while; 2 says that it is gone.
            await new Tool("/usr/lib/wine/wineserver64", "--kill") { Environment = WineEnvironment }.TryRunAsync(step, step.Log);
        }
    }
}
