using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetInputTests
{
    private static readonly string[] Local = ["-wa,b", "-f1", "--transport", "local"];

    [Fact]
    public async Task Fleet_InputFile_IsReadByTheActionOnEachHost()
    {
        using TemporaryFolder folder = new();
        byte[] bytes = [0x00, 0xff, 0x0a, 0x80];
        await File.WriteAllBytesAsync(folder.PathOf("input"), bytes);

        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(["-I", folder.PathOf("input"), .. Local, "od -An -tx1"]);

        fleet.Stdout.Should().Be("a:  00 ff 0a 80\nb:  00 ff 0a 80\n");
    }

    [Fact]
    public async Task Fleet_InputFromStdin_MayBeAScript()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunWithInputAsync(
            "echo \"$1 of $HOST\"\n", ["--input", "-", .. Local, "sh", "-s", "script"]);

        fleet.Stdout.Should().Be("a: script of a\nb: script of b\n");
    }

    [Theory]
    [InlineData("--hosts-file", "-")]
    [InlineData("-w", "-")]
    [InlineData("-x", "-", "-w", "a,b")]
    public async Task Fleet_HostsAndInputFromStdin_ExcludeEachOther(params string[] hosts)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunWithInputAsync("a\n", ["-I-", .. hosts, "--transport", "local", "cat"]);

        fleet.Should().Be(new ProcessResult(2, "", "fleet: --input: standard input: it was already read, for the hosts\n"));
    }

    [Theory]
    [InlineData("fleet: --input: '/' is not a file.\n", "/")]
    [InlineData("fleet: --input: '' is not a file.\n", "")]
    [InlineData("fleet: --input: Could not find file '/nowhere'.\n", "/nowhere")]
    [InlineData("fleet: --input: longer than 125000000 bytes; transfer large files with another program\n", "/dev/zero")]
    public async Task Fleet_InputThatCannotBeRead_IsRefused(string message, string path)
    {
        ProcessResult run = await BuiltProgram.Fleet.RunAsync(["-I", path, .. Local, "cat"]);

        run.Should().Be(new ProcessResult(2, "", message));
    }

    [Fact]
    public async Task Fleet_StdinClosed_CannotBeTheInput()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunInShellAsync("\"$@\" <&-", ["-I-", .. Local, "cat"]);

        fleet.Should().Be(new ProcessResult(2, "", "fleet: --input: standard input: closed or write-only\n"));
    }

    [Fact]
    public async Task Fleet_Variables_AreInTheEnvironmentOfTheAction()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunInShellAsync(
            "TAKEN='from here' \"$@\"",
            ["--var", "A=it's $HOST=1", "--var=EMPTY=", "--var", "TAKEN", .. Local, "echo \"$A/${EMPTY-unset}/$TAKEN\""]);

        fleet.Stdout.Should().Be("a: it's $HOST=1//from here\nb: it's $HOST=1//from here\n");
    }

    [Theory]
    [InlineData("fleet: --var: neither name=value nor a variable of fleet's environment: 'NOBODY_HAS_IT'\n", "--var", "NOBODY_HAS_IT")]
    [InlineData("fleet: --var: 'A' is given twice\n", "--var", "A=secret", "--var", "A=secret")]
    [InlineData("fleet: variables: the name of a variable must consist of *", "--var", "1A=secret")]
    [InlineData("fleet: variables*HOST*", "--var", "HOST=secret")]
    public async Task Fleet_BadVariable_IsRefusedWithoutItsValue(string message, params string[] options)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync([.. options, .. Local, "true"]);

        fleet.ExitCode.Should().Be(2);
        fleet.Stdout.Should().BeEmpty();
        fleet.Stderr.Should().Match(message).And.NotContain("secret");
    }

    [Theory]
    [InlineData()]
    [InlineData("--json")]
    public async Task Fleet_DryRun_ShowsNoValuesAndNoInput(params string[] options)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunWithInputAsync(
            "secret", ["--dry-run", .. options, "--var", "A=secret", "--var", "B=secret", "-I-", .. Local, "cat"]);

        fleet.ExitCode.Should().Be(0);
        (fleet.Stdout + fleet.Stderr).Should().NotContain("secret");
        if (options.Length == 0)
        {
            fleet.Stderr.Should().EndWith("on this machine, with A, B, 6 bytes of input: cat\n");
        }
        else
        {
            JsonSerializer.Deserialize(fleet.Stdout, ProcedureJson.Input)!.Variables.Should().ContainKeys("A", "B");
        }
    }
}
