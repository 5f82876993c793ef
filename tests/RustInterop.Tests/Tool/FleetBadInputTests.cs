using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetBadInputTests
{
    [Theory]
    [InlineData("fleet: No hosts are named, and '-oProxyCommand=x' excludes some.", "-w", "-oProxyCommand=x", "true")]
    [InlineData("fleet: --hosts: *control characters: 'b\\x1bc'", "-w", "a,b\u001bc", "true")]
    [InlineData("fleet: --hosts: *invisible character U+200B: *", "-w", "a\u200b", "true")]
    [InlineData("fleet: --hosts: 'a,,b': a host is missing, at character 3", "-w", "a,,b", "true")]
    [InlineData("fleet: --hosts: '': a host is missing, at character 1", "-w", "", "true")]
    [InlineData("fleet: action: an action must not be blank", "-w", "a", " ")]
    [InlineData("fleet: ssh_arguments[0]: neither an option nor the value of one", "-wa", "--ssh-argument", "x", "true")]
    [InlineData("fleet: *'/nowhere/hosts'*", "--hosts-file", "/nowhere/hosts", "true")]
    [InlineData("fleet: '/' is not a file.", "--hosts-file", "/", "true")]
    [InlineData("fleet: '' is not a file.", "--hosts-file", "", "true")]
    [InlineData("fleet: No hosts. *-w*-g*-a*--hosts-file*--help*", "true")]
    [InlineData("fleet: Required argument 'action' missing*", "-w", "a")]
    [InlineData("fleet: Required argument missing for option: '-w'.*", "-w")]
    [InlineData("fleet: Unknown option '--expct-disconnect'.*", "-w", "a", "--expct-disconnect", "true")]
    [InlineData("fleet: Unknown option '-q\\x1b[2J'.*", "-wa", "-q\u001b[2J", "true")]
    [InlineData("fleet: Unknown option '-q'.*", "-wa", "-q", "--", "true")]
    [InlineData("fleet: Unknown option '--json=maybe'.*", "-wa", "--json=maybe", "true")]
    [InlineData("fleet: --fanout: '0' is not a number from 1 to 65535.*", "-wa", "-f0", "true")]
    [InlineData("fleet: --fanout: '' is not a number from 1 to 65535.*", "-wa", "-f=", "true")]
    [InlineData("fleet: --batch: '0' is neither a number of hosts, from 1, nor a percentage, from 1% to 100%.*", "-wa", "--batch", "1,0", "true")]
    [InlineData("fleet: --batch: '' is neither*", "-wa", "--batch", "1,,2", "true")]
    [InlineData("fleet: --max-batch-failures: '101%' is neither*", "-wa", "--max-batch-failures", "101%", "true")]
    [InlineData("fleet: --max-batch-failures: '1,2' is neither*", "-wa", "--max-batch-failures", "1,2", "true")]
    [InlineData("fleet: Option '-f' expects a single argument but 2 were provided.*", "-wa", "-f1", "-f2", "true")]
    [InlineData("fleet: --retries: 'x' is not a number from 0 to 255.*", "-w", "a", "--retries", "x", "true")]
    [InlineData("fleet: --timeout: '5m' is not a number of seconds*", "-w", "a", "-u5m", "true")]
    [InlineData("fleet: --timeout: '-1' is not a number of seconds*", "-w", "a", "-u-1", "true")]
    [InlineData("fleet: Argument '7' not recognized.*'local'*", "-w", "a", "--transport", "7", "true")]
    [InlineData("fleet: --json and --json-lines exclude each other.*", "-wa", "--json-lines", "--json", "true")]
    [InlineData("fleet: --json and --gather exclude each other.*", "-wa", "--json", "-b", "true")]
    [InlineData("fleet: --json-lines and --diff exclude each other.*", "-wa", "--json-lines", "--diff", "true")]
    [InlineData("fleet: --live and --gather exclude each other.*", "-wa", "--live", "-b", "true")]
    [InlineData("fleet: --live and --diff exclude each other.*", "-wa", "--live", "--diff", "true")]
    [InlineData("fleet: --json and --live exclude each other.*", "-wa", "--live", "--json", "true")]
    [InlineData("fleet: --json and --json-lines exclude each other.*", "-wa", "--live", "--json", "--json-lines", "true")]
    public async Task Fleet_BadInput_SaysWhatIsWrongAndExitsWith2(string message, params string[] arguments)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(arguments);

        fleet.ExitCode.Should().Be(2);
        fleet.Stdout.Should().BeEmpty();
        fleet.Stderr.TrimEnd().Should().Match(message).And.NotContain("   at ");
    }

    [LinuxFact]
    public async Task Fleet_ActionThatIsNotUtf8_IsRefused()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunInShellAsync(
            "\"$@\" \"echo $(printf '\\377')\"", "-w", "a", "--transport", "local");

        fleet.ExitCode.Should().Be(2);
        fleet.Stderr.Should().StartWith("fleet: The command line is not UTF-8");
    }

    [Fact]
    public async Task Fleet_ActionWithReplacementCharacter_IsRun()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync("-w", "a", "--transport", "local", "echo \ufffd");

        fleet.Stdout.Should().Be("a: \ufffd\n");
    }

    [Fact]
    public async Task Fleet_NativeLibraryMissing_SaysSoAndExitsWith2()
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory)
            .Where(file => Path.GetFileName(file).Split('.')[0] is "fleet" or "RustInterop" or "Spectre" or "System"))
        {
            File.Copy(file, folder.PathOf(Path.GetFileName(file)));
        }

        ProcessResult fleet = await new BuiltProgram(folder.PathOf("fleet.dll")).RunAsync("-wa", "--transport", "local", "true");

        fleet.ExitCode.Should().Be(2);
        fleet.Stderr.Should().StartWith("fleet: ").And.Contain("rust_interop").And.NotContain("   at ");
    }

    [Fact]
    public async Task Fleet_Help_HasOptionsInGroupsExamplesAndExitCodes()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync("-wa", "--help");

        fleet.ExitCode.Should().Be(0);
        fleet.Stderr.Should().BeEmpty();
        fleet.Stdout.Should().ContainAll(["\nHow it runs:\n  -u, --timeout <seconds>", "\n  -X, --exclude-group <group,...>\n                              Groups", "\nExamples:\n  fleet "]);
        fleet.Stdout.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        fleet.Stdout.Should().ContainAll(["0    all", "1    not all", "2    nothing was run", "3    not all", "130  cancelled"]);
    }
}
