using System.Text.RegularExpressions;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetScreenTests
{
    private const string FiveRunning = """
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0/5  0:00
        5 running
          0:00  a
          0:00  b
          0:00  c
          0:00  d
          0:00  e
        """;

    [LinuxFact("tmux")]
    public async Task Screen_FiveHosts_ShowsThemFailuresAndTheSummary()
    {
        using GatedHosts hosts = await FiveAsync();
        await using TmuxTerminal terminal = await ShownRun.RunAsync(
            80, 20, "-wa,b,c,d,e", "--retries", "1", "--retry-delay", "0", hosts.Action);
        await terminal.ShouldShowAsync(FiveRunning);
        (await terminal.HasCursorAsync()).Should().BeFalse();

        await hosts.EndAsync("a", 3);
        await hosts.EndAsync("b");
        await terminal.ShouldShowAsync("""
            ████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  1/5  0:00  0.0 hosts/s
            1 succeeded, 4 running
              0:00  a, attempt 2
              0:00  c
              0:00  d
              0:00  e
            """);

        await hosts.EndAsync("a", 3);
        await terminal.ShouldShowAsync("""
            a failed, exit code 3, 2 attempts, 0.0 s
            ████████████████░░░░░░░░░░░░░░░░░░░░░░░░  2/5  0:00  0.0 hosts/s
            1 succeeded, 1 failed, 3 running
              0:00  c
              0:00  d
              0:00  e
            """);

        await Task.WhenAll(hosts.EndAsync("c"), hosts.EndAsync("d"), hosts.EndAsync("e"));
        await terminal.ShouldShowAsync("""
            a failed, exit code 3, 2 attempts, 0.0 s
            ╭───────────┬───────┬─────────╮
            │ outcome   │ hosts │ names   │
            ├───────────┼───────┼─────────┤
            │ succeeded │     4 │ b,c,d,e │
            │ failed    │     1 │ a       │
            ╰───────────┴───────┴─────────╯
            5 hosts in 0.0 s: 4 succeeded, 1 failed
            exit code 1
            """);
        (await terminal.HasCursorAsync()).Should().BeTrue();
    }

    [LinuxFact("tmux")]
    public async Task Screen_FiveThousandHosts_StaysReadableUntilCtrlC()
    {
        using GatedHosts hosts = await GatedHosts.CreateAsync("gate");
        await using TmuxTerminal terminal = await ShownRun.RunAsync(
            100, 16, "-wnode[0001-5000]", $"case $HOST in node00*) exit 3;; node01*) exit;; esac; HOST=gate; {hosts.Action}");
        // Which of those that began at the same time are shown is not certain.
        string shown = await terminal.WaitAsync(
            text => text.Contains("100 succeeded, 99 failed, 64 running, 4737 waiting", StringComparison.Ordinal)
                && text.Contains("(80 hosts like this", StringComparison.Ordinal),
            "199 hosts have ended");
        Regex.Replace(Regex.Replace(shown, @"node\d+", "node"), @"\d+:\d\d|\d+\.\d s|[\d.]+ hosts/s|about \d+ (s|min)", "0").Should().EndWith("""
            node failed, exit code 3, 0
            node failed, exit code 3, 0 (40 hosts like this so far; not all are shown)
            node failed, exit code 3, 0 (80 hosts like this so far; not all are shown)
            █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  199/5000  0  0  0 left
            100 succeeded, 99 failed, 64 running, 4737 waiting
              0  node
              0  node
              0  node
              0  node
              0  node
              and 59 more
            """);

        await hosts.HaveBegunAsync(64);
        await terminal.PressAsync("C-c");

        shown = await terminal.WaitForAsync("exit code 130");
        Regex.Replace(shown, @"\d+\.\d s", "0.0 s").Should().EndWith("""
            ╭─────────────┬───────┬─────────────────╮
            │ outcome     │ hosts │ names           │
            ├─────────────┼───────┼─────────────────┤
            │ succeeded   │   100 │ node[0100-0199] │
            │ failed      │    99 │ node[0001-0099] │
            │ cancelled   │    64 │ node[0200-0263] │
            │ not started │  4737 │ node[0264-5000] │
            ╰─────────────┴───────┴─────────────────╯
            Cancelled. 5000 hosts in 0.0 s: 100 succeeded, 99 failed, 64 cancelled, 4737 not started
            exit code 130
            """);
    }

    [LinuxFact("tmux")]
    public async Task Screen_TerminalOfAnotherSize_FitsAndLeavesNothingBehind()
    {
        string before = string.Concat(Enumerable.Range(10, 30).Select(number => $"{number}\n"));
        using GatedHosts hosts = await FiveAsync();
        await using TmuxTerminal terminal = await TmuxTerminal.RunAsync(
            80, 20, "seq 10 39; \"$@\"", ShownRun.CommandLine("-wa,b,c,d,e", hosts.Action));
        await terminal.ShouldShowAsync($"{before}{FiveRunning}");

        await terminal.ResizeAsync(30, 20);
        await terminal.ShouldShowAsync($"{before}{FiveRunning.Replace(new string('░', 40), new string('░', 18))}");

        await terminal.ResizeAsync(12, 20);
        await terminal.ShouldShowAsync($"""
            {before}0/5
            5 running
              0:00  a
              0:00  b
              0:00  c
              0:00  d
              0:00  e
            """);

        await terminal.ResizeAsync(7, 8);
        await terminal.ShouldShowAsync($"""
            {before}0/5
            5 run…
              0:0…
              and…
            """);

        // The terminal may break rows that are much longer than it is now, and scroll the first parts away.
        await terminal.ResizeAsync(2, 1);
        await terminal.ShouldEndWithAsync("\n…");

        await terminal.ResizeAsync(80, 20);
        await terminal.ShouldEndWithAsync($"\n{FiveRunning}");
    }

    [LinuxFact("tmux")]
    public async Task Screen_KeysArePressed_LeavesNothingOfThem()
    {
        using GatedHosts hosts = await FiveAsync();
        await using TmuxTerminal terminal = await ShownRun.RunAsync(80, 20, "-wa,b,c,d,e", hosts.Action);
        await terminal.ShouldShowAsync(FiveRunning);

        await terminal.PressAsync("x", "Enter", "Enter");

        await terminal.ShouldShowAsync(FiveRunning);
        await hosts.EndAsync("a", 3);
        await terminal.WaitAsync(shown => shown.StartsWith("a failed", StringComparison.Ordinal), "the screen begins with a's line");
    }

    [LinuxFact("tmux")]
    public async Task Screen_NamesThatAreWide_FitOnTheirRows()
    {
        const string Wide = "日本語のとても長い名前";
        using GatedHosts hosts = await GatedHosts.CreateAsync(Wide, "a");
        await using TmuxTerminal terminal = await ShownRun.RunAsync(26, 16, $"-w{Wide},a", hosts.Action);

        await terminal.ShouldShowAsync("""
            ░░░░░░░░░░░░░░  0/2  0:00
            2 running
              0:00  a
              0:00  日本語のとても長…
            """);
    }

    [LinuxFact("tmux")]
    public async Task Screen_LocaleWithoutUtf8_IsAscii()
    {
        using GatedHosts hosts = await GatedHosts.CreateAsync("é", "a");
        await using TmuxTerminal terminal = await ShownRun.RunWithAsync("LC_ALL=C", 80, 16, "-wé,a", hosts.Action);
        await terminal.ShouldShowAsync("""
            ........................................  0/2  0:00
            2 running
              0:00  ?
              0:00  a
            """);

        await hosts.EndAsync("é");
        await terminal.WaitForAsync("####################....................  1/2");
        await hosts.EndAsync("a");
        (await terminal.WaitForAsync("exit code 0")).Should().MatchRegex(@"\| succeeded +\| +2 \|");
    }

    [LinuxFact("tmux")]
    public async Task Screen_NoColor_HasNoColours()
    {
        using GatedHosts first = await GatedHosts.CreateAsync("a", "b");
        using GatedHosts second = await GatedHosts.CreateAsync("a", "b");
        await using TmuxTerminal coloured = await ShownRun.RunAsync(80, 16, "-wa,b", first.Action);
        await using TmuxTerminal plain = await ShownRun.RunWithAsync("NO_COLOR=1", 80, 16, "-wa,b", second.Action);
        foreach (GatedHosts hosts in new[] { first, second })
        {
            await hosts.EndAsync("a", 3);
            await hosts.EndAsync("b", 3);
        }

        await coloured.WaitForAsync("exit code 1");
        await plain.WaitForAsync("exit code 1");
        (await coloured.CaptureWithColoursAsync()).Should().Contain("\u001b[");
        (await plain.CaptureWithColoursAsync()).Should().NotContain("\u001b").And.Contain("a failed, exit code 3");
    }

    [LinuxFact("tmux")]
    public async Task Screen_DumbTerminal_IsLinesOnly()
    {
        await using TmuxTerminal terminal = await ShownRun.RunWithAsync("TERM=dumb", 80, 16, "-wa,b", "-f1", "echo hi; test $HOST = a");

        await terminal.ShouldShowAsync("""
            a: hi
            [1/2] a succeeded, 0.0 s
            b: hi
            [2/2] b failed, exit code 1, 0.0 s
            2 hosts in 0.0 s: 1 succeeded, 1 failed
            failed: b
            exit code 1
            """);
    }

    [LinuxFact("tmux")]
    public async Task Screen_Live_HasTheLinesAboveIt()
    {
        using GatedHosts hosts = await GatedHosts.CreateAsync("a");
        await using TmuxTerminal terminal = await ShownRun.RunAsync(
            30, 16, "-wa", "--live", $@"printf '[red]x\033[2J\n'; seq -s '' 30; printf '10%%\r99%%\r'; {hosts.Action}");
        await terminal.ShouldShowAsync("""
            a: [red]x\x1b[2J
            a: 123456789101112131415161718
            192021222324252627282930
            ░░░░░░░░░░░░░░░░░░  0/1  0:00
            1 running
              0:00  a
            """);

        await hosts.EndAsync("a");
        (await terminal.WaitForAsync("exit code 0")).Should().Contain("192021222324252627282930\na: 99%\n╭").And.NotContain("10%");
    }

    private static Task<GatedHosts> FiveAsync() => GatedHosts.CreateAsync("a", "b", "c", "d", "e");
}
