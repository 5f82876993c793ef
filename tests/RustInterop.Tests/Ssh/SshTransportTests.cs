using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

[UnsupportedOSPlatform("windows")]
public sealed class SshTransportTests(SshdFixture fixture) : SshTests(fixture)
{
    [SshdFact]
    public async Task StartProcedure_BaseExample_ReturnsTheExpectedOutput()
    {
        Sshd sshd = await SshdAsync();
        string trace = Path.Combine(sshd.Folder, "trace");
        sshd.AddProgram("reboot", $"echo rebooted >>{trace}");

        ProcedureOutput output = Rust.StartProcedure(
            new(Timeout: TimeSpan.FromSeconds(10), Retries: 3, HostList: ["server1", "server2"], Action: "reboot", JobId: 1)
            {
                SshArguments = ["-F", sshd.Configuration],
            });

        output.JobId.Should().Be(1);
        output.Result.Should().Be(ProcedureResult.Success);
        output.Message.Should().Be("1 host failed");
        output.FailedHosts.Should().Equal("server1");
        output.Hosts.Select(host => (host.Host, host.Outcome, host.Attempts)).Should().Equal(
            ("server1", HostOutcome.Unreachable, 4), ("server2", HostOutcome.Succeeded, 1));
        (await File.ReadAllLinesAsync(trace)).Should().Equal("rebooted");
    }

    [SshdTheory]
    [InlineData("down", 2, "Connection refused")]
    [InlineData("noname", 2, "Could not resolve hostname")]
    [InlineData("stranger", 1, "Host key verification failed")]
    [InlineData("stranger", 1, "the host showed the key ssh-ed25519 SHA256:")]
    [InlineData("intruder", 1, "Permission denied")]
    [InlineData("intruder", 1, "otherkey")]
    public async Task StartProcedure_NoSession_IsUnreachableAndSaysWhy(string host, int attempts, string reason)
    {
        Sshd sshd = await SshdAsync();
        string trace = Path.Combine(sshd.Folder, $"trace-{Guid.NewGuid():N}");

        HostResult result = Rust.StartProcedure(sshd.Input($"touch {trace}", host) with { Retries = 1 }).OnlyHost();

        result.Outcome.Should().Be(HostOutcome.Unreachable);
        result.ExitCode.Should().BeNull();
        result.Attempts.Should().Be(attempts, "a refused key would be refused again, and the account might get locked");
        result.Error.Should().Contain(reason);
        File.Exists(trace).Should().BeFalse();
    }

    [SshdFact]
    public async Task StartProcedure_HostWithUserAndPort_IsReachedThere()
    {
        Sshd sshd = await SshdAsync();
        int port = await sshd.ListenAsync();
        string[] hosts = [$"{Environment.UserName}@down:{port}", $"ssh://{Environment.UserName}@down:{port}"];

        ProcedureOutput output = Rust.StartProcedure(
            sshd.Input("echo hello", hosts) with { SshArguments = ["-F", sshd.Configuration, "-p", "1", "-l", "nobody"] });

        output.Hosts.Select(host => (host.Host, host.Outcome, host.Stdout)).Should().Equal(
            (hosts[0], HostOutcome.Succeeded, "hello\n"), (hosts[1], HostOutcome.Succeeded, "hello\n"));
    }

    [SshdTheory]
    [InlineData(RemoteShell.Posix)]
    [InlineData(RemoteShell.None)]
    public async Task StartProcedure_Output_ComesFromTheActionAndNotFromSsh(RemoteShell shell)
    {
        Sshd sshd = await SshdAsync();

        HostResult result = Rust.StartProcedure(
            sshd.Input("echo out; echo err >&2; exit 7", "up") with { RemoteShell = shell }).OnlyHost();

        (result with { Duration = default }).Should().Be(
            new HostResult("up", HostOutcome.Failed, 7, 1, default, "out\n", "err\n", false, null));
    }

    [SshdTheory]
    [InlineData(RemoteShell.Posix)]
    [InlineData(RemoteShell.None)]
    public async Task StartProcedureAsync_OutputOfARunningAction_IsReported(RemoteShell shell)
    {
        Sshd sshd = await SshdAsync();
        string gate = Path.Combine(sshd.Folder, $"gate-{Guid.NewGuid():N}");
        OutputGate reports = new(gate);

        // The action ends only once its output has been reported.
        ProcedureOutput output = await Rust.StartProcedureAsync(
            sshd.Input($"echo out; until test -e {gate}; do sleep 0.01; done; echo err >&2", "up") with { RemoteShell = shell },
            new ProcedureHandlers { Output = reports });

        output.OnlyHost().Outcome.Should().Be(HostOutcome.Succeeded);
        reports.All.Should().Equal(
            new HostOutput("up", OutputStream.Stdout, 1, "out\n"), new HostOutput("up", OutputStream.Stderr, 1, "err\n"));
    }

    [SshdFact]
    public async Task StartProcedure_ActionThatExitsWith255_IsFailedAndNotUnreachable()
    {
        Sshd sshd = await SshdAsync();

        HostResult result = Rust.StartProcedure(sshd.Input("exit 255", "up") with { Retries = 2 }).OnlyHost();

        result.Outcome.Should().Be(HostOutcome.Failed);
        result.ExitCode.Should().Be(255);
        result.Attempts.Should().Be(3);
    }

    [SshdTheory]
    [InlineData(RemoteShell.Posix)]
    [InlineData(RemoteShell.None)]
    public async Task StartProcedure_ActionWithEveryShellCharacter_IsReadByOneShellOnly(RemoteShell shell)
    {
        Sshd sshd = await SshdAsync();
        string characters = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)).Replace("'", "");

        HostResult result = Rust.StartProcedure(
            sshd.Input($"printf %s '{characters}\n'\\''é🦀'", "up") with { RemoteShell = shell }).OnlyHost();

        result.Stdout.Should().Be($"{characters}\n'é🦀");
    }

    [SshdFact]
    public async Task StartProcedure_Variables_ReachTheActionOnEachHostAndNoArguments()
    {
        Sshd sshd = await SshdAsync();
        string secret = $"s{Guid.NewGuid():N}";
        const string Awkward = "it's \"$x\" `y` \\0101 $(z)\n\t é🦀\n";
        // Prints its variables, and whether the arguments of some process contain the secret.
        const string Action =
            "printf '%s|' \"$HOST\" \"$JOB_ID\" \"$ATTEMPT\" \"$RACK\" \"$TEXT\"; "
            + "printf %s \"$TOKEN\" | grep -qaFf - /proc/[0-9]*/cmdline && echo seen; test -n \"$TOKEN\" && exit $((2 - ATTEMPT))";

        ProcedureOutput output = Rust.StartProcedure(sshd.Input(Action, "up1", "up2") with
        {
            JobId = -7,
            Retries = 1,
            Variables = new Dictionary<string, string> { ["TOKEN"] = secret, ["RACK"] = "r1", ["TEXT"] = Awkward },
            HostVariables = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["up2"] = new Dictionary<string, string> { ["RACK"] = "r2" },
            },
        });

        output.Hosts.Select(host => (host.Outcome, host.Attempts)).Should().AllBeEquivalentTo((HostOutcome.Succeeded, 2));
        output.Hosts.Select(host => host.Stdout).Should().Equal($"up1|-7|2|r1|{Awkward}|", $"up2|-7|2|r2|{Awkward}|");
    }

    [SshdTheory]
    [InlineData(RemoteShell.Posix)]
    [InlineData(RemoteShell.None)]
    public async Task StartProcedure_Input_IsReadFromItsBeginningAtEachAttemptAndEnds(RemoteShell shell)
    {
        Sshd sshd = await SshdAsync();
        string trace = Path.Combine(sshd.Folder, $"trace-{Guid.NewGuid():N}");
        byte[] bytes = [.. Enumerable.Range(0, 200_000).Select(number => (byte)number)];

        ProcedureOutput output = Rust.StartProcedure(sshd.Input($"cat >{trace}; test -e {trace}.again || {{ touch {trace}.again; exit 1; }}", "up") with
        {
            RemoteShell = shell,
            Retries = 1,
            Input = bytes,
        });

        output.OnlyHost().Attempts.Should().Be(2);
        output.OnlyHost().Outcome.Should().Be(HostOutcome.Succeeded);
        (await File.ReadAllBytesAsync(trace)).Should().Equal(bytes);
    }

    [SshdFact]
    public async Task StartProcedure_InputForSudo_IsInNoArgumentsNoEnvironmentAndNoLog()
    {
        Sshd sshd = await SshdAsync();
        using TemporaryFolder folder = new();
        string secret = $"s{Guid.NewGuid():N}";
        // Keeps what ssh logs, which the library reads when ssh has ended.
        string ssh = folder.PathOf("ssh"), path = Environment.GetEnvironmentVariable("PATH")!;
        await File.WriteAllTextAsync(ssh, $$"""
            #!/bin/bash
            PATH={{path}}
            copy=$(mktemp {{folder.FullName}}/log.XXXXXX)
            for word; do
                [ "$previous" = -E ] && log=$word word=$copy
                arguments+=("$word") previous=$word
            done
            ssh "${arguments[@]}"
            status=$?
            [ "$log" ] && cat "$copy" >"$log"
            exit $status
            """);
        File.SetUnixFileMode(ssh, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        // Like `sudo -S`: reads the password, and runs the rest. It looks for the password where others could see it.
        sshd.AddProgram("fake-sudo", $"""
            shift
            IFS= read -r password
            printf %s "$password" | grep -qaFrf - /proc/[0-9]*/cmdline /proc/[0-9]*/environ {folder.FullName} {sshd.Folder} 2>/dev/null && echo seen
            exec "$@"
            """);

        ProcedureOutput output = Rust.StartProcedure(sshd.Input("fake-sudo -S cat", "up1", "up2") with
        {
            Input = $"{secret}\nrest",
            HostInputs = new Dictionary<string, ActionInput> { ["up2"] = $"{secret}\nother" },
            Environment = new Dictionary<string, string> { ["PATH"] = $"{folder.FullName}:{path}" },
        });

        output.Hosts.Select(host => (host.Outcome, host.Stdout)).Should().Equal(
            (HostOutcome.Succeeded, "rest"), (HostOutcome.Succeeded, "other"));
        string[] logs = [.. Directory.EnumerateFiles(folder.FullName, "log.*").Select(File.ReadAllText)];
        logs.Should().Contain(log => log.Contains("Authenticated to")).And.NotContain(log => log.Contains(secret));
    }

    [SshdFact]
    public async Task StartProcedure_RemoteShellNone_SendsTheActionUntouched()
    {
        Sshd sshd = await SshdAsync();
        const string Action = " show \"version\" | 'include' $x `y` \\z;\n  end\t# & ! ";

        HostResult result = Rust.StartProcedure(
            sshd.Input(Action, "verbatim") with { RemoteShell = RemoteShell.None }).OnlyHost();

        result.Stdout.Should().Be(Action);
    }

    [SshdFact]
    public async Task StartProcedure_ActionThatReadsStdin_FindsItEmpty()
    {
        Sshd sshd = await SshdAsync();

        Rust.StartProcedure(sshd.Input("cat; echo done", "up")).OnlyHost().Stdout.Should().Be("done\n");
    }

    [SshdFact]
    public async Task StartProcedure_LoginShellExitsInsteadOfRunningTheAction_IsFailedAndSaysSo()
    {
        Sshd sshd = await SshdAsync();

        HostResult result = Rust.StartProcedure(
            sshd.Input("true", "exiting") with { Retries = 2, ExpectDisconnect = true }).OnlyHost();

        result.Outcome.Should().Be(HostOutcome.Failed);
        result.ExitCode.Should().BeNull();
        result.Attempts.Should().Be(1);
        result.Error.Should().Be("the login shell did not run `sh` but exited with 0; it said: goodbye");
    }

    [SshdFact]
    public async Task StartProcedure_ActionLeavesAProcessHoldingItsOutput_EndsAndNamesTheProcess()
    {
        Sshd sshd = await SshdAsync();

        HostResult result = Rust.StartProcedure(
            // The process has its name only after the exec.
            sshd.Input("sleep 1000 & until [ \"$(cat /proc/$!/comm)\" = sleep ]; do :; done; echo $!", "up") with { Retries = 2 }).OnlyHost();

        string process = result.Stdout.Trim();
        await Command.OutputOfAsync("kill", process);
        result.Outcome.Should().Be(HostOutcome.Succeeded);
        result.Attempts.Should().Be(1);
        result.Error.Should().Be($"the action has ended, but sleep ({process}) still holds its output open");
    }

    [SshdTheory]
    [InlineData("StdinNull yes")]
    [InlineData("ForkAfterAuthentication yes")]
    [InlineData("SessionType none")]
    [InlineData("PermitLocalCommand yes\nLocalCommand echo local")]
    [InlineData("RemoteCommand echo remote")]
    [InlineData("LogLevel QUIET")]
    [InlineData("LogVerbose *:*:*")]
    [InlineData("RequestTTY force")]
    public async Task StartProcedure_UsersSshConfig_ChangesNothing(string configuration)
    {
        Sshd sshd = await SshdAsync();
        using TemporaryFolder folder = new();
        string path = folder.PathOf("ssh_config");
        await File.WriteAllTextAsync(path, $"{configuration}\nInclude {sshd.Configuration}\n");

        foreach (RemoteShell shell in Enum.GetValues<RemoteShell>())
        {
            HostResult result = Rust.StartProcedure(
                sshd.Input("echo out; echo err >&2; exit 3", "up") with { RemoteShell = shell, SshArguments = ["-F", path] }).OnlyHost();

            (result with { Duration = default }).Should().Be(
                new HostResult("up", HostOutcome.Failed, 3, 1, default, "out\n", "err\n", false, null));
        }
    }

    [SshdFact]
    public async Task StartProcedure_MoreOutputThanTheLimit_HasItsBeginningAndItsEnd()
    {
        Sshd sshd = await SshdAsync();

        HostResult result = Rust.StartProcedure(
            sshd.Input("printf begin; head -c 2999996 /dev/zero; echo end", "up") with { OutputLimit = 9 }).OnlyHost();

        result.Stdout.Should().Be("begin\n[… 2999996 bytes left out …]\nend\n");
        result.Truncated.Should().BeTrue();
        result.Outcome.Should().Be(HostOutcome.Succeeded);
    }

    [SshdFact]
    public async Task StartProcedure_HostSendsFarTooMuch_IsTruncatedAndDelaysNoOtherHost()
    {
        Sshd sshd = await SshdAsync();
        const string action = "echo begin; head -c 200000000 /dev/zero; echo end; echo end >&2";

        ProcedureOutput output = Rust.StartProcedure(sshd.Input(action, "up1", "down", "up2") with { OutputLimit = 10 });

        output.FailedHosts.Should().Equal("down");
        output.Hosts.Where(host => host.Outcome == HostOutcome.Succeeded).Should().HaveCount(2)
            .And.OnlyContain(host => host.Truncated && host.Stderr == "end\n"
                && host.Stdout == "begin\n[… 200000000 bytes left out …]\n\0end\n");
    }

    [SshdFact]
    public async Task StartProcedure_ManyHosts_ReportsEachInOrder()
    {
        Sshd sshd = await SshdAsync();
        string[] hosts = [.. Enumerable.Range(0, 60).Select(number => number % 10 == 3 ? $"down{number}" : $"up{number}")];

        ProcedureOutput output = Rust.StartProcedure(sshd.Input("echo hello", hosts) with { Concurrency = 16 });

        output.Hosts.Select(host => host.Host).Should().Equal(hosts);
        output.FailedHosts.Should().Equal(hosts.Where(host => host.StartsWith("down")));
        output.Message.Should().Be("6 hosts failed");
        output.Hosts.Where(host => host.Outcome == HostOutcome.Succeeded).Should().HaveCount(54)
            .And.OnlyContain(host => host.Stdout == "hello\n");
    }

    [SshdFact]
    public async Task StartProcedure_NoSshOnThePath_FailsAndSaysSo()
    {
        Sshd sshd = await SshdAsync();
        string input = System.Text.Json.JsonSerializer.Serialize(sshd.Input("true", "up") with { Retries = 3 }, ProcedureJson.Input);

        ProcessResult child = await ChildProgram.RunWithInputAsync(
            input, new Dictionary<string, string?> { ["PATH"] = sshd.Programs }, "start-procedure");

        child.Stderr.Should().BeEmpty();
        HostResult result = System.Text.Json.JsonSerializer.Deserialize(child.Stdout, ProcedureJson.Output)!.OnlyHost();
        result.Outcome.Should().Be(HostOutcome.Failed);
        result.Attempts.Should().Be(1);
        result.Error.Should().Contain("ssh");
    }

    /// <summary>Opens the gate at the first output.</summary>
    private sealed class OutputGate(string gate) : IProgress<HostOutput>
    {
        internal List<HostOutput> All { get; } = [];

        public void Report(HostOutput value)
        {
            All.Add(value);
            File.WriteAllText(gate, "");
        }
    }
}
