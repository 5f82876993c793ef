using RustInterop.Tests.Support;

namespace RustInterop.Tests.Local;

public sealed class LocalTransportTests
{
    [Fact]
    public void StartProcedure_TwoHosts_ReportsEachInOrder()
    {
        ProcedureOutput output = Rust.StartProcedure(
            Inputs.Local("echo $HOST; echo oops >&2; test $HOST = good", "bad", "good") with { JobId = 7 });

        output.JobId.Should().Be(7);
        output.Result.Should().Be(ProcedureResult.Success);
        output.Message.Should().Be("1 host failed");
        output.FailedHosts.Should().Equal("bad");
        output.Hosts.Select(host => host with { Duration = default }).Should().Equal(
            new HostResult("bad", HostOutcome.Failed, 1, 1, default, "bad\n", "oops\n", false, null),
            new HostResult("good", HostOutcome.Succeeded, 0, 1, default, "good\n", "oops\n", false, null));
        output.Hosts.Should().OnlyContain(host => host.Duration > TimeSpan.Zero);
    }

    [Fact]
    public void StartProcedure_Action_SeesHostJobAndAttempt()
    {
        ProcedureOutput output = Rust.StartProcedure(
            Inputs.Local("echo \"$HOST $JOB_ID $ATTEMPT\"", "a;b$(c)'\"&") with { JobId = -3 });

        output.OnlyHost().Stdout.Should().Be("a;b$(c)'\"& -3 1\n");
    }

    [Fact]
    public void StartProcedure_ActionWithEveryShellCharacter_IsReadOnlyByTheShell()
    {
        string characters = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)).Replace("'", "");

        Rust.StartProcedure(Inputs.Local($"printf %s '{characters}\nend'"))
            .OnlyHost().Stdout.Should().Be($"{characters}\nend");
    }

    [Fact]
    public void StartProcedure_ActionThatReadsStdin_FindsItEmpty()
    {
        HostResult host = Rust.StartProcedure(Inputs.Local("cat; echo done")).OnlyHost();

        host.Stdout.Should().Be("done\n");
    }

    [Fact]
    public void StartProcedure_ActionKilledBySignal_FailsWithoutExitCode()
    {
        HostResult host = Rust.StartProcedure(Inputs.Local("kill -9 $$")).OnlyHost();

        host.Outcome.Should().Be(HostOutcome.Failed);
        host.ExitCode.Should().BeNull();
    }

    [Fact]
    public void StartProcedure_OutputThatIsNotUtf8_HasReplacementCharacters()
    {
        HostResult host = Rust.StartProcedure(Inputs.Local("printf 'a\\377b\\000c'")).OnlyHost();

        host.Stdout.Should().Be("a\uFFFDb\0c");
    }

    [Theory]
    [InlineData(9, "", "12345\n[… 1 byte left out …]\n7890", true)]
    [InlineData(10, "", "1234567890", false)]
    [InlineData(0, "", "", true)]
    [InlineData(4, ">&2", "12\n[… 6 bytes left out …]\n90", true)]
    public void StartProcedure_MoreOutputThanTheLimit_HasItsBeginningAndItsEnd(int limit, string redirection, string kept, bool truncated)
    {
        HostResult host = Rust.StartProcedure(
            Inputs.Local($"printf 1234567890 {redirection}") with { OutputLimit = limit }).OnlyHost();

        (redirection.Length == 0 ? host.Stdout : host.Stderr).Should().Be(kept);
        host.Truncated.Should().Be(truncated);
        host.Outcome.Should().Be(HostOutcome.Succeeded);
    }

    [Fact]
    public void StartProcedure_MuchMoreOutputThanAPipeHolds_ReadsAllOfIt()
    {
        HostResult host = Rust.StartProcedure(
            Inputs.Local("head -c 50000000 /dev/zero; echo end >&2")).OnlyHost();

        host.Stderr.Should().Be("end\n");
        string half = new('\0', 32_768);
        host.Stdout.Should().Be($"{half}\n[… 49934464 bytes left out …]\n{half}");
        host.Truncated.Should().BeTrue();
    }

    [Fact]
    public void StartProcedure_BackgroundProcessHoldsStdout_DoesNotWaitForIt()
    {
        Marker marker = new();

        HostResult host = Rust.StartProcedure(Inputs.Local(marker.Export + "sleep 1000 & echo $!")).OnlyHost();

        host.Outcome.Should().Be(HostOutcome.Succeeded);
        int background = int.Parse(host.Stdout);
        if (marker.Processes().Count > 0)
        {
            System.Diagnostics.Process.GetProcessById(background).Kill();
        }
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("sleep 1000 & sleep 1000")]
    [InlineData("(sleep 1000; true) & (sleep 1000; true) | cat")]
    [InlineData("trap '' TERM; sleep 1000; sleep 1000")]
    public async Task StartProcedure_TimeOut_LeavesNoProcess(string action)
    {
        Marker marker = new();

        HostResult host = Rust.StartProcedure(
            Inputs.Local(marker.Export + action) with { Timeout = TimeSpan.FromSeconds(0.3) }).OnlyHost();

        host.Outcome.Should().Be(HostOutcome.TimedOut);
        host.ExitCode.Should().BeNull();
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "the killed processes are gone");
    }

    [Fact]
    public void StartProcedure_TimeOut_KeepsTheOutputSoFar()
    {
        HostResult host = Rust.StartProcedure(
            Inputs.Local("echo early; sleep 1000") with { Timeout = TimeSpan.FromSeconds(1) }).OnlyHost();

        host.Stdout.Should().Be("early\n");
    }

    [Fact]
    public void StartProcedure_NoTimeout_WaitsForTheAction()
    {
        HostResult host = Rust.StartProcedure(
            Inputs.Local("sleep 0.5; echo done") with { Timeout = TimeSpan.Zero }).OnlyHost();

        host.Stdout.Should().Be("done\n");
    }

    [Fact]
    public void StartProcedure_ThousandHosts_ReportsThemInOrder()
    {
        string[] hosts = [.. Enumerable.Range(0, 1_000).Select(number => $"host{number}")];

        ProcedureOutput output = Rust.StartProcedure(Inputs.Local("echo $HOST", hosts));

        output.Hosts.Select(host => host.Host).Should().Equal(hosts);
        output.Hosts.Select(host => host.Stdout.TrimEnd()).Should().Equal(hosts);
        output.Message.Should().Be("0 hosts failed");
    }

    [LinuxFact]
    public async Task StartProcedure_EveryOutcome_LeavesNoDescriptorAndNoZombie()
    {
        ProcessResult child = await ChildProgram.RunAsync("count-leaks");

        child.Should().Be(new ProcessResult(0, "0 0\n", ""));
    }

    [ToolFact("ls")]
    public void StartProcedure_ManyActionsAtOnce_InheritNoDescriptorsFromEachOther()
    {
        string[] hosts = [.. Enumerable.Range(0, 200).Select(number => $"host{number}")];

        ProcedureOutput output = Rust.StartProcedure(Inputs.Local("sleep 0.01; ls /proc/self/fd", hosts));

        // The last one is of the folder that ls reads.
        output.Hosts.Should().OnlyContain(host => host.Stdout == "0\n1\n2\n3\n");
    }
}
