using System.Diagnostics;
using System.Globalization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>Hosts whose action never ends, so that each runs into the timeout.</summary>
internal static class HangingTable
{
    private const int Timeout = 2;
    private const double Tolerance = 1.05;

    // Processes that are ending may take a moment.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private static readonly Contestant[] Contestants =
        [new InOwnProcess(new Ours()), new InOwnProcess(new SshNet()), new Pdsh(), new Clush(), new ParallelSsh(), new GnuParallel(), new Ansible()];

    internal static async Task RunAsync(Report report, Server server, int hosts)
    {
        List<string[]> rows = [];
        foreach ((int number, Contestant contestant) in Contestants.Index())
        {
            if (contestant.Missing is not null)
            {
                rows.Add([contestant.Name, $"not available: {contestant.Missing}"]);
                continue;
            }

            // A unique number, to find the processes that are left.
            string seconds = string.Create(CultureInfo.InvariantCulture, $"{1000 + number}.{Environment.ProcessId}");
            Work work = new(hosts, $"sleep {seconds}") { Timeout = Timeout, Server = server };
            Cost cost = await contestant.RunAsync(work).ConfigureAwait(false);
            await Task.Delay(Settling).ConfigureAwait(false);
            IReadOnlyList<int> left = ProcessStatus.With(seconds);
            int sleeping = left.Count(process => ProcessStatus.Program(process) == "sleep");
            Kill(left);
            bool isMet = cost.Wall <= TheoreticalTime(work) * Tolerance && sleeping == 0;
            rows.Add(
            [
                contestant.Name, Text(cost.Wall, "0.00 's'"), Text(cost.Wall / TheoreticalTime(work), "0.000"),
                Text(cost.Processor, "0.00 's'"), Text(sleeping, "0"),
                contestant is InOwnProcess { Contestant: Ours } ? Goal.Verdict("≤ 1.05, 0 left", isMet) : "",
            ]);
            Report.Say($"hanging: {contestant.Name}: {Text(cost.Wall, "0.00")} s, {sleeping} left");
        }

        await report.WriteTableAsync(
            "hanging",
            ["", "time", "÷ theoretical time", "processor time", "actions left running", "goal"],
            rows).ConfigureAwait(false);
    }

    private static double TheoreticalTime(Work work) => Math.Ceiling((double)work.Count / work.Concurrency) * work.Timeout;

    private static void Kill(IReadOnlyList<int> processes)
    {
        foreach (int process in processes)
        {
            try
            {
                using Process left = Process.GetProcessById(process);
                left.Kill();
            }
            catch (ArgumentException)
            {
                // It has ended meanwhile, with the others of its session.
            }
        }
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
