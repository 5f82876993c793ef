using System.Globalization;
using RustInterop.Build.Crates;
using RustInterop.Build.Cross;
using RustInterop.Build.Tests;

namespace RustInterop.Build.Torture;

/// <summary>The Rust tests under a tool, after the tool has shown that it sees the faults planted for it.</summary>
internal abstract class RustTests(string tool) : Check(tool)
{
    protected abstract IReadOnlyList<PlantedFault> Faults { get; }

    /// <summary>What is run, each by a cargo test of its own.</summary>
    protected abstract IReadOnlyList<Selection> Selections { get; }

    /// <summary>Below <see cref="Repository.Torture"/>.</summary>
    protected abstract string TargetFolder { get; }

    /// <summary>Calls cargo on the workspace, to build for the tool.</summary>
    protected abstract Tool CallCargo(string verb, params string[] arguments);

    public override async Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time)
    {
        // The C programs link with the examples, which cargo does not build if tests are selected.
        await CallCargo("build", "--examples").RunAsync(step);
        foreach (PlantedFault fault in Faults)
        {
            await fault.ExpectReportAsync(step, CallCargo("test", "--test", "faults", "--", "--ignored", "--exact", fault.Name));
        }

        TestCounts counts = TestCounts.None;
        foreach (Selection selection in Selections)
        {
            await CallCargo("test", ["--no-fail-fast", .. selection.Binaries, "--", .. selection.Filters]).RunAsync(step, line =>
            {
                step.Log(line);
                counts += TestCounts.FromCargo(line);
            });
        }

        if (counts.Passed == 0)
        {
            throw new BuildException("no tests ran");
        }

        return [new Figure("tests passed", counts.Passed.ToString(CultureInfo.InvariantCulture)), PlantedFault.Seen(Faults)];
    }
}

/// <summary>Some of the tests.</summary>
/// <param name="Binaries">Selects test binaries, as arguments of cargo test.</param>
/// <param name="Filters">Selects tests in them, as arguments of the binaries.</param>
internal sealed record Selection(IReadOnlyList<string> Binaries, params IReadOnlyList<string> Filters)
{
    /// <summary>All that crosses the boundary besides a procedure's text: futures, handles and records of a log.</summary>
    public static IReadOnlyList<string> Crossing =>
    [
        "--test", "own_procedures", "--test", "async_functions", "--test", "scheduled_calls", "--test", "objects", "--test", "bytes", "--test", "streams", "--test", "polled_streams",
        "--test", "callbacks", "--test", "logging",
    ];
}

/// <summary>AddressSanitizer with LeakSanitizer, over every test.</summary>
internal sealed class AddressSanitizer() : RustTests("AddressSanitizer")
{
    public override TimeSpan Cost => TimeSpan.FromMinutes(1);

    public override IReadOnlyList<string> Packages => [Clang, Runtimes];

    protected override IReadOnlyList<PlantedFault> Faults =>
    [
        new("use_after_free", "AddressSanitizer: heap-use-after-free"),
        new("double_free", "AddressSanitizer: attempting double-free"),
        new("leak", "LeakSanitizer: detected memory leaks"),
    ];

    // No doc tests: rustdoc would not link them with the runtime. With limited memory the sanitizer has none for itself.
    // Misuse of memory it sees before the library does.
    protected override IReadOnlyList<Selection> Selections =>
    [
        new(["--lib", "--tests"], "--skip", "reply_larger_than_memory", "--skip", "without_a_thread", "--skip", "ends_the_process"),
    ];

    protected override string TargetFolder => Path.Combine(Repository.Torture, "address");

    protected override Tool CallCargo(string verb, params string[] arguments) =>
        Cargo.CallIn(TargetFolder, verb, new Dictionary<string, string?>
        {
            ["RUSTC_BOOTSTRAP"] = "1",
            ["RUSTFLAGS"] = "-Zsanitizer=address",
            // The C programs of the tests have to bring the runtime for the library; clang links it.
            ["CC"] = Clang,
            ["CFLAGS"] = "-fsanitize=address",
        }, ["--target", Triple, .. arguments]);
}

/// <summary>Valgrind's memcheck, over whatever crosses the boundary, and over the C program of the header's test.</summary>
internal sealed class Memcheck() : RustTests("Valgrind")
{
    private static readonly string[] Valgrind =
    [
        // Fair: otherwise threads that never wait leave no time to the one that would end them.
        "valgrind", "--quiet", "--fair-sched=try", "--error-exitcode=99", "--leak-check=full", "--show-leak-kinds=definite,possible",
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

    // Of the first, only tests without child processes: those take long, and under Valgrind a start that fails seems to succeed.
    protected override IReadOnlyList<Selection> Selections =>
    [
        new(["--lib", "--test", "contract", "--test", "silence", "--test", "header"],
            "--skip", "spawn", "boundary", "context", "job", "rules", "capture", "ssh", "procedure", "executor", "header"),
        // A million items take minutes.
        new(Selection.Crossing, "--skip", "items_arrive_in_order_until_the_iterator_ends"),
    ];

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

/// <summary>ThreadSanitizer, over the tests of callbacks, cancels and workers, with a standard library built for it.</summary>
internal sealed class ThreadSanitizer() : RustTests("ThreadSanitizer")
{
    public override TimeSpan Cost => TimeSpan.FromMinutes(2);

    public override IReadOnlyList<string> Packages => [.. DebianRust.Packages, Clang, Runtimes];

    protected override IReadOnlyList<PlantedFault> Faults => [new("data_race", "ThreadSanitizer: data race")];

    // Not the tests that fork: the sanitizer does not follow a process with threads into its child.
    protected override IReadOnlyList<Selection> Selections =>
        [new(["--lib", "--test", "long_running", "--test", "contract", .. Selection.Crossing])];

    protected override string TargetFolder => Path.Combine(Repository.Torture, "thread");

    public override async Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time)
    {
        await DebianRust.FetchCratesAsync(step);
        return await base.RunAsync(step, time);
    }

    protected override Tool CallCargo(string verb, params string[] arguments) =>
        // Debian's Rust does not bring the runtime.
        DebianRust.Call(verb, Triple, TargetFolder,
            ["-Zsanitizer=thread", "-Zexternal-clangrt", $"-Clinker={Clang}", "-Clink-arg=-fsanitize=thread"],
            [.. Cargo.Tested, .. arguments]);
}
