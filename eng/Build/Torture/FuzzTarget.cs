using System.Globalization;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Torture;

/// <summary>A program of native/fuzz.</summary>
/// <param name="Name">Of the target: of its folder of seeds too.</param>
/// <param name="Seeds">Inputs to begin with, besides those in its folder.</param>
internal sealed partial record FuzzTarget(string Name, IReadOnlyList<string> Seeds)
{
    /// <summary>A host of 1024 bytes and some more.</summary>
    private const int LongestInput = 1280;

    /// <summary>Runs it for a time. What it learns stays in its memory; an input that breaks a promise is written down.</summary>
    /// <returns>How many inputs it has tried.</returns>
    /// <exception cref="BuildException">A promise was broken, or the program broke off.</exception>
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

            // Each input that it learns from is a line.
            if (line.StartsWith('#'))
            {
                step.LogProgress(line);
            }
            else
            {
                step.Log(line);
            }
        });
        return executions > 0 ? executions : throw new BuildException($"{Name} has tried nothing");
    }

    [GeneratedRegex(@"^stat::number_of_executed_units: (\d+)")]
    private static partial Regex Executions();
}
