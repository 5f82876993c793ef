using System.Diagnostics;
using System.Globalization;

namespace RustInterop.Build.Torture;

/// <summary>libFuzzer over the programs of native/fuzz, one for each processor.</summary>
internal sealed class Fuzzing() : Check("fuzzing")
{
    private const string Clang = "clang-19";
    private const string Triple = "x86_64-unknown-linux-gnu";

    // Not of comparisons: in the same time that finds less than the dictionary, being much slower.
    private static readonly string[] Flags =
    [
        "-Cpasses=sancov-module", "-Cllvm-args=-sanitizer-coverage-level=4",
        "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters", "-Cllvm-args=-sanitizer-coverage-pc-table",
        // One unit each: else the linker drops counters of which it keeps the table.
        "-Ccodegen-units=1", $"-Clinker={Clang}", "-Clink-arg=-fsanitize=fuzzer",
    ];

    public override IReadOnlyList<string> Packages => [Clang, "libclang-rt-19-dev", "libfuzzer-19-dev"];

    public override int Share => 2;

    private static string Folder => Path.Combine(Repository.Torture, "fuzz");

    public override async Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time)
    {
        Stopwatch watch = Stopwatch.StartNew();
        await Cargo.BuildFuzzTargets(Folder, Triple, Flags).RunAsync(step);
        string findings = Path.Combine(Folder, "findings");
        Directory.CreateDirectory(findings);
        FuzzTarget[] targets =
        [
            new("start_procedure", await ContractSeeds.WriteAsync(Path.Combine(Folder, "contract"))),
            new("record", []),
            new("hosts", []),
            new("judgement", []),
        ];
        // Each once at the least; the first are those with the most to find.
        FuzzTarget[] programs =
            [.. Enumerable.Range(0, int.Max(Environment.ProcessorCount, targets.Length)).Select(i => targets[i % targets.Length])];
        TimeSpan left = TimeSpan.FromSeconds(double.Max(20, (time - watch.Elapsed).TotalSeconds));
        Stopwatch running = Stopwatch.StartNew();
        long[] executions = await Task.WhenAll(programs.Select(program =>
            program.RunAsync(step, Path.Combine(Folder, Triple, "fuzz"), findings, left)));
        long total = executions.Sum();
        return
        [
            .. targets.Select(target => Count($"of {target.Name}",
                programs.Zip(executions).Where(pair => pair.First == target).Sum(pair => pair.Second))),
            Count("inputs", total),
            Count("a second", (long)(total / running.Elapsed.TotalSeconds)),
        ];
    }

    private static Figure Count(string name, long count) => new(name, count.ToString("#,0", CultureInfo.InvariantCulture));
}
