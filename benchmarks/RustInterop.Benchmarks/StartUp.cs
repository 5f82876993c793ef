using RustInterop.Benchmarks.FanOut;

namespace RustInterop.Benchmarks;

/// <summary>
/// How long the command fleet takes to start, beside tools like it: for its version, and to run <c>true</c> once on this machine. The
/// folders with its two programs are in the environment.
/// </summary>
internal static class StartUp
{
    private const double Limit = 0.050;

    private const int Rounds = 20;

    private static readonly Starter Native = Fleet("fleet, `PublishAot`", "FLEET_NATIVE");

    private static readonly Starter[] Starters =
    [
        new("`sh`, for comparison", "sh", ["-c", ":"], ["-c", "true"]),
        Native,
        Fleet("fleet, as a .NET tool", "FLEET_DOTNET"),
        new("pdsh", "pdsh", ["-V"], ["-R", "exec", "-w", "a", "true"]),
        new("clush", "clush", ["--version"], ["-R", "exec", "-w", "a", "true"]),
        new("pssh", "parallel-ssh", ["--version"], null),
        new("GNU parallel", "parallel", ["--version"], ["--will-cite", "true", ":::", "a"]),
        new("Ansible", "ansible", ["--version"], ["all", "-i", "a,", "-c", "local", "-m", "raw", "-a", "true"]),
    ];

    /// <summary>Measures all programs in turns, and writes the table into a folder.</summary>
    /// <returns>Whether the native program is fast enough.</returns>
    internal static async Task<bool> RunAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        Starter[] there = [.. Starters.Where(starter => Command.Find(starter.Program) is not null || File.Exists(starter.Program))];
        Dictionary<Starter, List<Cost>> versions = there.ToDictionary(starter => starter, _ => new List<Cost>());
        Dictionary<Starter, List<Cost>> actions = there.ToDictionary(starter => starter, _ => new List<Cost>());
        Dictionary<Starter, string> failed = [];
        // The first round is the warm-up: it brings the programs into memory.
        for (int round = 0; round <= Rounds; round++)
        {
            foreach (Starter starter in there.Where(starter => !failed.ContainsKey(starter)))
            {
                try
                {
                    Cost version = await starter.RunAsync(starter.Version).ConfigureAwait(false);
                    Cost? action = starter.Action is { } arguments ? await starter.RunAsync(arguments).ConfigureAwait(false) : null;
                    if (round > 0)
                    {
                        versions[starter].Add(version);
                        actions[starter].AddRange(action is { } cost ? [cost] : []);
                    }
                }
                catch (InvalidOperationException exception) when (starter != Native)
                {
                    failed[starter] = $"failed: {exception.Message.ReplaceLineEndings(" ")}";
                }
            }

            Report.Say($"start-up, round {round}");
        }

        bool IsFastEnough(Dictionary<Starter, List<Cost>> costs) =>
            Spread.Median(costs[Native].Select(cost => cost.Wall)) < Limit;

        bool isFastEnough = IsFastEnough(versions) && IsFastEnough(actions);
        string GoalOf(Starter starter, Dictionary<Starter, List<Cost>> costs) =>
            starter != Native ? "" : Goal.Verdict("below 50 ms", IsFastEnough(costs));

        await new Report(folder).WriteTableAsync(
            "start-up",
            ["", "version", "processor time", "goal", "one local action", "processor time", "goal"],
            Starters.Select(starter => failed.TryGetValue(starter, out string? reason) ? [starter.Name, reason] : there.Contains(starter)
                ? [starter.Name, .. Columns(versions[starter]), GoalOf(starter, versions), .. Columns(actions[starter]), GoalOf(starter, actions)]
                : new[] { starter.Name, $"not available: no {starter.Program}" })).ConfigureAwait(false);
        return isFastEnough;
    }

    private static Starter Fleet(string name, string variable)
    {
        string folder = Environment.GetEnvironmentVariable(variable) ?? "";
        return new(name, Path.Combine(folder, "fleet"), ["--version"], ["-w", "a", "--transport", "local", "true"]);
    }

    private static string[] Columns(List<Cost> costs) => costs.Count == 0 ? ["", ""] :
    [
        Spread.OfMilliseconds([.. costs.Select(cost => cost.Wall)]), Spread.OfMilliseconds([.. costs.Select(cost => cost.Processor)]),
    ];

    /// <summary>A program to start.</summary>
    /// <param name="Name">The name in the table.</param>
    /// <param name="Program">A program on the PATH, or a path.</param>
    /// <param name="Version">The arguments that make it print its version.</param>
    /// <param name="Action">The arguments that make it run <c>true</c> once on this machine; null if it cannot.</param>
    private sealed record Starter(string Name, string Program, string[] Version, string[]? Action)
    {
        public Task<Cost> RunAsync(string[] arguments) => Cost.OfProgramAsync(Program, arguments);
    }
}
