using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

/// <summary>
/// With an ssh and a sudo that stand in for the real ones: the ssh runs what it is asked to on this machine, and the sudo knows one
/// password. The tests of the crate have a real sudo.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class FleetSudoTests : IDisposable
{
    private const string Password = "open sesame";

    private readonly TemporaryFolder _folder = new();

    public FleetSudoTests()
    {
        Write("ssh", """
            #!/bin/sh
            [ "$1" = -V ] && exec echo OpenSSH_9.2p1 >&2
            for word; do
                [ "$before" = -E ] && log=$word
                before=$word
            done
            echo "debug1: Sending command: $word" >>"$log"
            exec sh -c "$word"
            """);
        Write("sudo", $$"""
            #!/bin/sh
            [ "$1" = -n ] && echo 'sudo: a password is required' >&2 && exit 1
            printf %s "$3" | sed 's/%%/%/' >&2
            read -r password
            [ "$password" = '{{Password}}' ] || { echo 'sudo: 1 incorrect password attempt' >&2; exit 1; }
            shift 4
            as=root exec "$@"
            """);
    }

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task Fleet_SudoPasswordFile_IsAnsweredWithItsFirstLine()
    {
        await File.WriteAllTextAsync(_folder.PathOf("password"), $"{Password}\nmore\n");

        ProcessResult fleet = await RunAsync("--sudo-password-file", _folder.PathOf("password"), "-I", _folder.PathOf("password"), "echo $as; cat");

        fleet.ExitCode.Should().Be(0, fleet.Stderr);
        fleet.Stdout.Should().Be($"a: root\na: {Password}\na: more\n");
    }

    [LinuxFact]
    public async Task Fleet_SudoPasswordFileFromStdin_IsRead()
    {
        ProcessResult fleet = await RunWithInputAsync(Password, "--sudo-password-file", "-", "echo $as");

        fleet.Stdout.Should().Be("a: root\n", fleet.Stderr);
    }

    [ToolTheory("sh")]
    [InlineData("wrong", "sudo: 1 incorrect password attempt")]
    [InlineData(null, "sudo: a password is required")]
    public async Task Fleet_SudoThatRefuses_NamesItsReasonAndNotThePassword(string? password, string reason)
    {
        string[] options = password is null ? ["--sudo"] : ["--sudo-password-file", "-"];

        ProcessResult fleet = await RunWithInputAsync(password ?? "", [.. options, "--retries", "1", "echo $as"]);

        fleet.ExitCode.Should().Be(1);
        fleet.Stdout.Should().BeEmpty();
        fleet.Stderr.Should().Contain("a failed").And.Contain("`sudo` did not run the action").And.Contain(reason);
        fleet.Stderr.Should().NotContain("wrong").And.NotContain("attempts");
    }

    [LinuxFact]
    public async Task Fleet_DryRunWithSudo_ShowsNoPassword()
    {
        ProcessResult text = await RunWithInputAsync(Password, "--sudo-password-file", "-", "--dry-run", "true");
        ProcessResult json = await RunWithInputAsync(Password, "--sudo-password-file", "-", "--dry-run", "--json", "true");

        text.Stderr.Should().Contain("through ssh, as root: true");
        (text.Stderr + text.Stdout + json.Stdout + json.Stderr).Should().NotContain(Password);
        JsonSerializer.Deserialize(json.Stdout, ProcedureJson.Input)!.Sudo.Should().BeTrue();
    }

    [ToolTheory("sh")]
    [InlineData("there is no terminal to ask on", "-K")]
    [InlineData("cannot be combined", "-K", "--sudo-password-file", "-")]
    [InlineData("it is empty", "--sudo-password-file", "-")]
    [InlineData("only over `ssh`", "--sudo", "--transport", "local")]
    [InlineData("only over `ssh`", "--sudo", "--remote-shell", "none")]
    public async Task Fleet_SudoThatCannotBe_IsRefused(string reason, params string[] options)
    {
        ProcessResult fleet = await RunAsync([.. options, "true"]);

        fleet.ExitCode.Should().Be(2);
        fleet.Stderr.Should().StartWith("fleet: ").And.Contain(reason);
    }

    [ToolFact("script")]
    public async Task Fleet_AskSudoPassword_ReadsItFromTheTerminalWithoutAnEcho()
    {
        using Process terminal = BuiltProgram.Fleet.StartOnTerminal(Environment, "-w", "a", "-K", "echo $as");
        StringBuilder shown = new();
        while (!shown.ToString().EndsWith("sudo password: ", StringComparison.Ordinal))
        {
            char[] next = new char[1];
            (await terminal.StandardOutput.ReadAsync(next)).Should().Be(1, shown.ToString());
            shown.Append(next[0]);
        }

        await terminal.StandardInput.WriteAsync($"{Password}x\u007f\r");
        shown.Append(await terminal.StandardOutput.ReadToEndAsync());

        shown.ToString().Should().Contain("root").And.Contain("succeeded").And.NotContain("sesame");
    }

    private Dictionary<string, string?> Environment => new()
    {
        ["PATH"] = $"{_folder.FullName}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["TERM"] = "xterm",
    };

    private Task<ProcessResult> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    private Task<ProcessResult> RunWithInputAsync(string input, params string[] arguments) =>
        BuiltProgram.Fleet.RunWithInputAsync(input, Environment, ["-w", "a", .. arguments]);

    private void Write(string program, string script)
    {
        string path = _folder.PathOf(program);
        File.WriteAllText(path, script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
