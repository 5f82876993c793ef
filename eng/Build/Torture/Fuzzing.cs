using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RustInterop.Build.Crates;

namespace RustInterop.Build.Torture;

/// <summary>libFuzzer on the programs of native/fuzz, one for each processor.</summary>
internal sealed class Fuzzing() : Check("fuzzing")
{
    // Comparisons are not traced: that is much slower, and finds less in the same time than the dictionary does.
    private static readonly string[] Flags =
    [
        "-Cpasses=sancov-module", "-Cllvm-args=-sanitizer-coverage-level=4",
        "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters", "-Cllvm-args=-sanitizer-coverage-pc-table",
        // One codegen unit: with more, the linker drops counters but keeps their table.
        "-Ccodegen-units=1", $"-Clinker={Clang}", "-Clink-arg=-fsanitize=fuzzer",
    ];

    public override IReadOnlyList<string> Packages => [Clang, Runtimes, "libfuzzer-19-dev"];

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
            new("compact", []),
            new("hosts", []),
            new("judgement", []),
            new("mux", []),
            new("handles", []),
        ];
        // Each at least once; the first ones have most to find.
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

/// <summary>A program of native/fuzz.</summary>
/// <param name="Name">The name of the target and of its folder of seeds.</param>
/// <param name="Seeds">More seeds than those in its folder.</param>
internal sealed partial record FuzzTarget(string Name, IReadOnlyList<string> Seeds)
{
    // A host name of 1024 bytes, and some more.
    private const int LongestInput = 1280;

    /// <summary>Runs it for a time. An input that breaks a promise is written to a file; what else it learns is not.</summary>
    /// <returns>How many inputs it tried.</returns>
    /// <exception cref="BuildException">A promise was broken, or the program ended early.</exception>
    public async Task<long> RunAsync(Step step, string programs, string findings, TimeSpan time)
    {
        string[] seeds = [.. Directory.GetFiles(Path.Combine(Repository.Fuzz, "seeds", Name)), .. Seeds];
        long executions = 0;
        await new Tool(
            Path.Combine(programs, $"fuzz_{Name}"),
            $"-seed_inputs={string.Join(',', seeds)}",
            $"-dict={Path.Combine(Repository.Fuzz, "words.dict")}",
            $"-max_len={LongestInput}",
            $"-max_total_time={(int)double.Ceiling(time.TotalSeconds)}",
            "-timeout=20",
            "-print_final_stats=1",
            $"-artifact_prefix={findings}/{Name}-").RunAsync(step, line =>
        {
            Match match = Executions().Match(line);
            if (match.Success)
            {
                executions = long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            }

            // It prints a line for each input that it learns from.
            if (line.StartsWith('#'))
            {
                step.LogProgress(line);
            }
            else
            {
                step.Log(line);
            }
        });
        return executions > 0 ? executions : throw new BuildException($"{Name} tried no input");
    }

    [GeneratedRegex(@"^stat::number_of_executed_units: (\d+)")]
    private static partial Regex Executions();
}

/// <summary>The texts of tests/contract as seeds for libFuzzer, each in a file.</summary>
internal static class ContractSeeds
{
    /// <returns>The files.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder)
    {
        Repository.MakeEmpty(folder);
        string[] texts = [.. await ReadAsync("errors", "input"), .. await ReadAsync("inputs", "json")];
        string[] files = [.. texts.Select((_, number) => Path.Combine(folder, $"{number}"))];
        foreach ((string file, string text) in files.Zip(texts))
        {
            await File.WriteAllTextAsync(file, text);
        }

        return files;
    }

    private static async Task<IEnumerable<string>> ReadAsync(string fixture, string member)
    {
        string json = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "contract", $"{fixture}.json"));
        return JsonNode.Parse(json)!.AsArray().Select(entry => (string)entry![member]!);
    }
}
