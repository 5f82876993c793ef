using System.Diagnostics;
using System.Text.Json;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>A .NET contestant in a process that does nothing else, after a warm-up.</summary>
/// <param name="Cost">What the call cost.</param>
/// <param name="Rise">The most bytes by which the resident memory grew during the call.</param>
/// <param name="Peak">The most bytes of resident memory that the process had.</param>
internal sealed record Alone(Cost Cost, long Rise, long Peak)
{
    private static Contestant[] Contestants =>
        [new Ours(), new Ours(RemoteShell.None), new Ours(IsLive: true), new DotnetProcesses(), new SshNet()];

    internal static async Task<Alone> RunAsync(Contestant contestant, Work work, Action<int> started)
    {
        ProcessStartInfo start = new(
            Environment.ProcessPath!, ["fan-out-alone", contestant.Name, JsonSerializer.Serialize(work)])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        started(process.Id);
        string output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Alone>(output)!
            : throw new InvalidOperationException($"{contestant.Name} in its own process exited with {process.ExitCode}.");
    }

    /// <summary>The main function of that process.</summary>
    /// <param name="name">The contestant's name.</param>
    /// <param name="json">The work.</param>
    internal static async Task MainAsync(string name, string json)
    {
        Contestant contestant = Contestants.Single(contestant => contestant.Name == name);
        Work work = JsonSerializer.Deserialize<Work>(json)!;
        int warmUp = int.Min(work.Count, work.Server is null ? 500 : 64);
        await contestant.RunAsync(new Work(warmUp, "true") { Server = work.Server }).ConfigureAwait(false);
        GC.Collect();
        long before = HighWater();
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5").ConfigureAwait(false);
        long resident = HighWater();
        Cost cost = await contestant.RunAsync(work).ConfigureAwait(false);
        long peak = HighWater();
        Console.WriteLine(JsonSerializer.Serialize(new Alone(cost, peak - resident, long.Max(peak, before))));
    }

    private static long HighWater() => ProcessStatus.Bytes("self", "VmHWM") ?? throw new InvalidOperationException("/proc/self/status has no VmHWM.");
}

/// <summary>
/// A .NET contestant in a process that has done nothing else: a process that has used .NET's Process checks all its own children
/// whenever any child ends.
/// </summary>
/// <param name="Contestant">The contestant.</param>
internal sealed record InOwnProcess(Contestant Contestant) : Contestant(Contestant.Name)
{
    public override string? Missing => Contestant.Missing;

    public override async Task<Cost> RunAsync(Work work) =>
        (await Alone.RunAsync(Contestant, work, _ => { }).ConfigureAwait(false)).Cost;
}
