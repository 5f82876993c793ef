using System.Globalization;
using RustInterop.Benchmarks.FanOut;

namespace RustInterop.Benchmarks;

/// <summary>
/// What the first call of a process takes: programs that only call <c>start_procedure</c> without hosts, less one that does nothing. The
/// folders with the programs are in the environment.
/// </summary>
internal static class FirstCalls
{
    private const string Nothing = "nothing";
    private const int Rounds = 20;

    private static readonly (string Name, string Variable, double Goal)[] s_forms =
    [
        ("compiled at run time", "FIRST_CALL_JIT", 0.015),
        ("`PublishReadyToRun`", "FIRST_CALL_READY", 0.015),
        ("`PublishAot`", "FIRST_CALL_NATIVE", 0.002),
    ];

    private static readonly (string Name, string Work)[] s_callers = [("RustInterop", "rust-interop"), ("by hand, floor", "by-hand")];

    /// <summary>Measures all programs in turns, and writes the table into a folder.</summary>
    internal static async Task RunAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        Dictionary<(string, string), List<double>> times = [];
        // The first round is the warm-up: it brings the programs into memory.
        for (int round = 0; round <= Rounds; round++)
        {
            foreach ((_, string variable, _) in s_forms)
            {
                double nothing = await TimeOfAsync(variable, Nothing).ConfigureAwait(false);
                foreach ((_, string work) in s_callers)
                {
                    double more = await TimeOfAsync(variable, work).ConfigureAwait(false) - nothing;
                    if (round > 0)
                    {
                        times.TryAdd((variable, work), []);
                        times[(variable, work)].Add(more);
                    }
                }
            }

            Report.Say($"first-call, round {round}");
        }

        await new Report(folder).WriteTableAsync(
            "first-call",
            ["first call of a process", .. s_callers.Select(caller => caller.Name), "goal"],
            s_forms.Select(form => new[] { form.Name }
                .Concat(s_callers.Select(caller => Spread.OfMilliseconds(times[(form.Variable, caller.Work)])))
                .Append(Verdict(form.Goal, Spread.Median(times[(form.Variable, s_callers[0].Work)]), Spread.Median(times[(form.Variable, s_callers[1].Work)])))
                .ToArray())).ConfigureAwait(false);
    }

    private static async Task<double> TimeOfAsync(string variable, string work)
    {
        string program = Path.Combine(Environment.GetEnvironmentVariable(variable) ?? "", "FirstCall");
        return (await Cost.OfProgramAsync(program, [work]).ConfigureAwait(false)).Wall;
    }

    private static string Verdict(double goal, double ours, double floor) => Goal.Verdict(
        string.Create(CultureInfo.InvariantCulture, $"≤ {goal * 1e3:0} ms"), ours <= goal, floor > goal ? "the floor" : null);
}
