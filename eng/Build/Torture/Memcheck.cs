namespace RustInterop.Build.Torture;

/// <summary>
/// Valgrind's memcheck, which needs no build of its own kind: over what crosses the boundary, and the C program of the
/// header's test.
/// </summary>
internal sealed class Memcheck() : FaultFinder("Valgrind")
{
    private static readonly string[] Valgrind =
    [
        "valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full", "--show-leak-kinds=definite,possible",
        "--errors-for-leak-kinds=definite,possible",
        $"--suppressions={Path.Combine(Repository.Native, "tests", "valgrind.supp")}",
    ];

    public override TimeSpan Cost => TimeSpan.FromMinutes(1);

    public override IReadOnlyList<string> Packages => ["valgrind"];

    protected override IReadOnlyList<PlantedFault> Faults =>
    [
        new("use_after_free", "Invalid read of size 1"),
        new("double_free", "Invalid free()"),
        new("leak", "are definitely lost"),
    ];

    protected override IReadOnlyList<string> Binaries =>
        ["--lib", "--test", "contract", "--test", "own_procedures", "--test", "silence", "--test", "header"];

    // Of the crate's own tests those without processes, which take it long; a start that fails seems to succeed under it.
    protected override IReadOnlyList<string> Filters =>
        ["--skip", "spawn", "boundary", "context", "job", "rules", "capture", "ssh", "procedure", "header"];

    protected override string TargetFolder => Path.Combine(Repository.Torture, "memcheck");

    public override async Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time)
    {
        IReadOnlyList<Figure> figures = await base.RunAsync(step, time);
        string program = Path.Combine(TargetFolder, "tmp", "header");
        await new Tool(Valgrind[0], [.. Valgrind[1..], program]).RunAsync(step);
        return [.. figures, new Figure("C program", "1")];
    }

    protected override Tool CallCargo(string verb, params string[] arguments) =>
        Cargo.CallIn(TargetFolder, verb, new Dictionary<string, string?>
        {
            ["CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER"] = string.Join(' ', Valgrind),
        }, arguments);
}
