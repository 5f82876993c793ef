using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetGroupTests
{
    private const string Rule = "---------------";

    [Fact]
    public async Task Fleet_Group_ShowsEachOutputOnceTheMostCommonFirst()
    {
        ProcessResult fleet = await RunAsync(
            "-b", "case $HOST in a) echo two; echo oops >&2;; d) ;; b) printf 'one\\r\\n\\r\\nmore';; *) printf 'one\\n\\nmore\\n';; esac");

        fleet.ExitCode.Should().Be(0);
        fleet.Stdout.Should().Be($"{Rule}\nb,c (2)\n{Rule}\none\n\nmore\n{Rule}\na\n{Rule}\ntwo\n");
        fleet.Stderr.Should().MatchRegex(
            $"^\\[1/4] a succeeded, .* s\n(.*\n){{3}}{Rule}\na\n{Rule}\noops\n4 hosts in .* s: 4 succeeded\n$");
    }

    [Fact]
    public async Task Fleet_GroupOfHostsThatFailOrPrintTooMuch_IsShownAsWell()
    {
        ProcessResult fleet = await RunAsync("--gather", "--output-limit", "2", "echo $HOST | grep -q '[ab]' && echo hi || echo h; test $HOST = c");

        fleet.ExitCode.Should().Be(1);
        fleet.Stdout.Should().MatchRegex(
            $"^{Rule}\na,b \\(2\\): output cut off\n{Rule}\nh\n.* left out .*\n\n{Rule}\nc,d \\(2\\)\n{Rule}\nh\n$");
    }

    [Fact]
    public async Task Fleet_GroupOfHostThatWritesControlCharacters_CannotReachTheTerminal()
    {
        ProcessResult fleet = await RunAsync("-b", @"printf '\033[2J\n'");

        fleet.Stdout.Should().Be($"{Rule}\na,b,c,d (4)\n{Rule}\n\\x1b[2J\n");
    }

    [Fact]
    public async Task Fleet_Diff_ShowsHowOthersDifferFromMost()
    {
        ProcessResult fleet = await RunAsync("--diff", "test $HOST = d || seq 1 9 | sed \"s/^5$/5$(test $HOST = b && echo x)/\"");

        fleet.ExitCode.Should().Be(0);
        fleet.Stdout.Should().Be(
            "--- a,c (2)\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+5x\n 6\n 7\n 8\n"
            + "--- a,c (2)\n+++ d\n@@ -1,9 +0,0 @@\n-1\n-2\n-3\n-4\n-5\n-6\n-7\n-8\n-9\n");
    }

    [Fact]
    public async Task Fleet_DiffOfEqualOutputs_ShowsNothing()
    {
        ProcessResult fleet = await RunAsync("--diff", "echo same");

        fleet.Stdout.Should().BeEmpty();
        fleet.Stderr.Should().NotContain("same");
    }

    [Fact]
    public async Task Fleet_GroupAndDiff_ShowTheMostCommonOutputWhole()
    {
        ProcessResult fleet = await RunAsync("-b", "--diff", "test $HOST = c && echo 2 || echo 1");

        fleet.Stdout.Should().Be($"{Rule}\na,b,d (3)\n{Rule}\n1\n--- a,b,d (3)\n+++ c\n@@ -1 +1 @@\n-1\n+2\n");
    }

    private static Task<ProcessResult> RunAsync(params string[] arguments) =>
        BuiltProgram.Fleet.RunAsync(["-w", "a,b,c,d", "-f1", "--transport", "local", .. arguments]);
}
