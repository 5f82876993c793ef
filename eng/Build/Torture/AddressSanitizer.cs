namespace RustInterop.Build.Torture;

/// <summary>AddressSanitizer with LeakSanitizer, over every test of the crates that are shipped.</summary>
internal sealed class AddressSanitizer() : FaultFinder("AddressSanitizer")
{
    // The C program of the header's test has to bring the runtime for the library, which clang links into it.
    private const string Clang = "clang-19";

    public override TimeSpan Cost => TimeSpan.FromMinutes(1);

    public override IReadOnlyList<string> Packages => [Clang, "libclang-rt-19-dev"];

    protected override IReadOnlyList<PlantedFault> Faults =>
    [
        new("use_after_free", "AddressSanitizer: heap-use-after-free"),
        new("double_free", "AddressSanitizer: attempting double-free"),
        new("leak", "LeakSanitizer: detected memory leaks"),
    ];

    // Not the documentation's: rustdoc would not link them with the runtime.
    protected override IReadOnlyList<string> Binaries => ["--lib", "--tests"];

    // Where memory is limited, the sanitizer has none for itself. What is misused, it sees before the library does.
    protected override IReadOnlyList<string> Filters =>
        [
            "--skip", "reply_larger_than_memory", "--skip", "ends_the_process",
            // The sanitizer's own functions stand in the program, and not in the C library.
            "--skip", "are_in_one_library",
            // Cargo builds no example, and so no library, where tests are chosen.
            "--skip", "header_c_program", "--skip", "made_during_the_first_calls",
            // What starts a loop as the process ends is reported as lost.
            "--skip", "help_runs_the_hosts",
        ];

    protected override string TargetFolder => Path.Combine(Repository.Torture, "address");

    protected override Tool Test(params string[] arguments) =>
        Cargo.TestIn(TargetFolder, new Dictionary<string, string?>
        {
            ["RUSTC_BOOTSTRAP"] = "1",
            ["RUSTFLAGS"] = "-Zsanitizer=address",
            ["CC"] = Clang,
            ["CFLAGS"] = "-fsanitize=address",
        }, ["--target", Triple, .. arguments]);
}
