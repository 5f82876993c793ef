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
        ["--skip", "reply_larger_than_memory", "--skip", "ends_the_process"];

    protected override string TargetFolder => Path.Combine(Repository.Torture, "address");

    protected override Tool CallCargo(string verb, params string[] arguments) =>
        Cargo.CallIn(TargetFolder, verb, new Dictionary<string, string?>
        {
            ["RUSTC_BOOTSTRAP"] = "1",
            ["RUSTFLAGS"] = "-Zsanitizer=address",
            ["CC"] = Clang,
            ["CFLAGS"] = "-fsanitize=address",
        }, ["--target", Triple, .. arguments]);
}
