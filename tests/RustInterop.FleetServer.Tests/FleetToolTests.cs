using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using RustInterop.FleetServer.Tests.Support;

namespace RustInterop.FleetServer.Tests;

/// <summary><c>fleet --server</c>.</summary>
[Collection(SharedServer.Name)]
public sealed class FleetToolTests(ServerFixture fixture)
{
    private const string Action = "echo out $HOST; test $HOST != b || { echo no >&2; exit 3; }";

    private readonly ServerProcess _server = fixture.Server;
    private readonly string _url = fixture.Server.Address.OriginalString;

    [Fact]
    public async Task Fleet_Server_ShowsWhatALocalRunShows()
    {
        ToolResult here = await FleetTool.RunAsync("-w", "a,b,c", "--transport", "local", "-f1", Action);

        ToolResult there = await FleetTool.RunAsync("--server", _url, "-w", "a,b,c", "--transport", "local", "-f1", Action);

        there.ExitCode.Should().Be(here.ExitCode).And.Be(1);
        there.Stdout.Should().Be(here.Stdout).And.Be("a: out a\nb: out b\nc: out c\n");
        string[] lines = there.Stderr.Split('\n');
        lines[0].Should().StartWith("fleet: the job is fleet-");
        WithoutTimes(string.Join('\n', lines[1..])).Should().Be(WithoutTimes(here.Stderr));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--json-lines")]
    public async Task Fleet_ServerWithADocument_WritesWhatALocalRunWrites(string option)
    {
        string[] run = [option, "-w", "a,b", "--transport", "local", "-f1", "--job-id", "7", Action];
        ToolResult here = await FleetTool.RunAsync(run);

        ToolResult there = await FleetTool.RunAsync(["--server", _url, .. run]);

        there.ExitCode.Should().Be(here.ExitCode);
        Documents(there).Should().Equal(Documents(here).Where(line => !line.Contains("\"start\"")), "a job does not report its starts");
    }

    [Fact]
    public async Task Fleet_Watch_ShowsTheWholeJob()
    {
        ToolResult run = await FleetTool.RunAsync("--server", _url, "--job", "watch it", "-w", "b,a,c", "--transport", "local", "--json", Action);

        ToolResult watch = await FleetTool.RunAsync("--server", _url, "--watch", "watch it", "--json");

        watch.ExitCode.Should().Be(1);
        JsonNode expected = JsonNode.Parse(run.Stdout)!;
        JsonNode.DeepEquals(JsonNode.Parse(watch.Stdout), expected).Should().BeTrue(watch.Stdout);
        expected["hosts"]!.AsArray().Select(host => (string)host!["host"]!).Should().Equal("b", "a", "c");
    }

    [Fact]
    public async Task Fleet_ServerWithAnInventory_ShowsTheNames()
    {
        string inventory = _server.PathOf("hosts.ini");
        await File.WriteAllTextAsync(inventory, "web ansible_host=192.0.2.1\n");

        ToolResult fleet = await FleetTool.RunAsync("--server", _url, "-i", inventory, "-w", "web", "--transport", "local", "echo $HOST");

        fleet.Stdout.Should().Be("web: 192.0.2.1\n");
    }

    [Fact]
    public async Task Fleet_SameJobAgain_RunsNothing()
    {
        string log = _server.PathOf("again");
        string[] run = ["--server", _url, "--job", "again", "-w", "a", "--transport", "local", $"echo x >> '{log}'"];
        await FleetTool.RunAsync(run);

        ToolResult again = await FleetTool.RunAsync(run);
        ToolResult other = await FleetTool.RunAsync([.. run[..^1], "false"]);

        again.ExitCode.Should().Be(0);
        (await File.ReadAllLinesAsync(log)).Should().HaveCount(1);
        other.ExitCode.Should().Be(2);
        other.Stderr.Should().Contain("another input");
    }

    [Fact]
    public async Task Fleet_CtrlC_CancelsTheJob()
    {
        using Process fleet = await StartAsync("interrupted");

        await fleet.SignalAsync("INT");

        ToolResult result = await fleet.ResultAsync();
        result.ExitCode.Should().Be(130);
        result.Stderr.Should().Contain("Cancelling.").And.Contain("2 cancelled");
        (await StateAsync("interrupted")).Should().Be("cancelled");
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Fleet_EndedOtherwise_LeavesTheJob(string signal)
    {
        string job = $"left by {signal}";
        using Process fleet = await StartAsync(job);

        await fleet.SignalAsync(signal);

        (await fleet.ResultAsync()).ExitCode.Should().NotBe(0);
        (await StateAsync(job)).Should().Be("running");
        await _server.Client.PostAsync($"{Jobs.PathOf(job)}/cancel", content: null);
    }

    [Fact]
    public async Task Fleet_WatcherInterrupted_LeavesTheJob()
    {
        using Process runner = await StartAsync("only watched", ending: "a");
        using Process watcher = FleetTool.Start(ServerProcess.Token, "--server", _url, "--watch", "only watched", "--live");
        ToolResult refused = await watcher.ResultAsync();
        using Process second = FleetTool.Start(ServerProcess.Token, "--server", _url, "--watch", "only watched", "--json-lines");
        // Before it watches, a signal may be lost: the program may have been started with the signal ignored.
        await second.StandardOutput.ReadLineAsync();

        await second.SignalAsync("INT");
        await second.WaitForExitAsync();

        refused.ExitCode.Should().Be(2);
        (await StateAsync("only watched")).Should().Be("running");
        await runner.SignalAsync("INT");
        await runner.WaitForExitAsync();
    }

    [Theory]
    [InlineData("the-wrong-token", "*refuses the token*")]
    [InlineData(null, "*no token: set FLEET_SERVER_TOKEN, or give --server-token-file*")]
    [InlineData("not a token", "*characters that no token has*")]
    public async Task Fleet_ServerWithoutTheToken_SaysSoAndExitsWith2(string? token, string message)
    {
        ToolResult fleet = await FleetTool.RunWithTokenAsync(token, "--server", _url, "-w", "a", "true");

        fleet.ExitCode.Should().Be(2);
        fleet.Stderr.Should().Match(message);
    }

    [Fact]
    public async Task Fleet_TokenFile_IsRead()
    {
        string file = _server.PathOf("token");
        await File.WriteAllTextAsync(file, $"{ServerProcess.Token}\n");

        ToolResult fleet = await FleetTool.RunWithTokenAsync(
            null, "--server", _url, "--server-token-file", file, "-w", "a", "--transport", "local", "true");

        fleet.ExitCode.Should().Be(0, fleet.Stderr);
    }

    [Theory]
    [InlineData("*--live does not work with --server.*", "-w", "a", "--live", "true")]
    [InlineData("*--max-failures does not work with --server.*", "-w", "a", "--max-failures", "1", "true")]
    [InlineData("*--batch does not work with --server.*", "-w", "a", "--batch", "1", "true")]
    [InlineData("*--max-batch-failures does not work with --server.*", "-w", "a", "--max-batch-failures", "1", "true")]
    [InlineData("*--dry-run does not work with --server.*", "-w", "a", "--dry-run", "true")]
    [InlineData("*--hosts makes no sense with --watch.*", "--watch", "j", "-w", "a")]
    [InlineData("*--timeout makes no sense with --watch.*", "--watch", "j", "-u", "1")]
    [InlineData("*--job makes no sense with --watch.*", "--watch", "j", "--job", "k")]
    [InlineData("*An action makes no sense with --watch.*", "--watch", "j", "true")]
    [InlineData("*There is no job j.*", "--watch", "j")]
    [InlineData("*at most 200 characters*", "--job", "a\u0001", "-w", "a", "true")]
    [InlineData("*action: an action must not be blank*", "-w", "a", " ")]
    public async Task Fleet_ServerWithWhatItCannotDo_SaysSoAndExitsWith2(string message, params string[] arguments)
    {
        ToolResult fleet = await FleetTool.RunAsync(["--server", _url, .. arguments]);

        fleet.Stderr.Should().Match(message);
        fleet.ExitCode.Should().Be(2);
        fleet.Stdout.Should().BeEmpty();
    }

    [Fact]
    public async Task Fleet_InputThatIsTooLargeForTheServer_SaysSoAndExitsWith2()
    {
        string file = _server.PathOf("large");
        await File.WriteAllBytesAsync(file, new byte[31_000_000]);

        ToolResult fleet = await FleetTool.RunAsync("--server", _url, "-I", file, "-w", "a", "true");

        fleet.Stderr.Should().Contain("Request body too large");
        fleet.ExitCode.Should().Be(2);
    }

    [Theory]
    [InlineData("*--job needs --server.*", "--job", "j", "-w", "a", "true")]
    [InlineData("*--watch needs --server.*", "--watch", "j")]
    [InlineData("*would send the token in clear*", "--server", "http://192.0.2.1", "-w", "a", "true")]
    [InlineData("*is not an address*", "--server", "fleet.example.com", "-w", "a", "true")]
    [InlineData("*is not an address*", "--server", "https://user:password@fleet.example.com", "-w", "a", "true")]
    public async Task Fleet_ServerThatIsNone_SaysSoAndExitsWith2(string message, params string[] arguments)
    {
        ToolResult fleet = await FleetTool.RunAsync(arguments);

        fleet.Stderr.Should().Match(message);
        fleet.ExitCode.Should().Be(2);
    }

    [Fact]
    public async Task Fleet_NoServerThere_SaysSoAndExitsWith2()
    {
        string url = $"http://127.0.0.1:{LoopbackPort.Find()}";

        ToolResult fleet = await FleetTool.RunAsync("--server", url, "-w", "a", "true");

        fleet.ExitCode.Should().Be(2);
        fleet.Stderr.Should().StartWith($"fleet: {url}/: ");
    }

    [Fact]
    public async Task Fleet_ServerKilledAndStartedAgain_GoesOn()
    {
        await using ServerProcess server = await ServerProcess.StartAsync(("Fleet__BlockSize", "1"), ("Fleet__BatchSize", "4"));
        string gate = server.PathOf("gate");
        using Process fleet = FleetTool.Start(
            ServerProcess.Token, "--server", server.Address.OriginalString, "--job", "killed", "-w", "h[1-20]", "-f", "2", "--transport", "local",
            "--json-lines", $"case $HOST in h[1-3]) ;; *) {Jobs.WaitFor(gate)};; esac");
        string? first = await fleet.StandardOutput.ReadLineAsync();
        await server.KillAsync();
        await File.WriteAllTextAsync(gate, "");

        await server.StartAgainAsync();

        ToolResult result = await fleet.ResultAsync();
        string[] lines = [first!, .. result.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        lines.Where(line => line.Contains("\"event\":\"host\"")).Select(line => (string)JsonNode.Parse(line)!["host"]!)
            .Should().BeEquivalentTo(Enumerable.Range(1, 20).Select(number => $"h{number}"));
        lines[^1].Should().Contain("\"event\":\"end\"");
        result.Stderr.Should().Contain("does not answer. The job goes on; trying again.").And.Contain("answers again.");
        result.ExitCode.Should().Be(1, "what ran when the server was killed is lost");
    }

    // Runs a job of two hosts that do not end, but for one if it is given, and waits until it has begun.
    private async Task<Process> StartAsync(string job, string ending = "")
    {
        string log = _server.PathOf($"{job}.log");
        Process fleet = FleetTool.Start(
            ServerProcess.Token, "--server", _url, "--job", job, "-w", "a,b", "--transport", "local",
            $"echo x >> '{log}'; test $HOST = '{ending}' || {{ {Jobs.WaitFor(_server.PathOf("never"))}; }}");
        await Wait.UntilAsync(() => File.Exists(log) && File.ReadAllLines(log).Length == 2, "both hosts have begun");
        // Only then does fleet know that the job has begun, too.
        string? line = await fleet.StandardError.ReadLineAsync();
        line.Should().Contain(job);
        return fleet;
    }

    private async Task<string> StateAsync(string job) => (await _server.Client.ReadAsync(Jobs.PathOf(job)))["state"]!.GetValue<string>();

    private static string WithoutTimes(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\d+\.\d s", "0.0 s");

    private static IEnumerable<string> Documents(ToolResult result) =>
        result.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            JsonNode node = JsonNode.Parse(line)!;
            foreach (JsonNode? one in (node["hosts"] as JsonArray ?? []).Append(node))
            {
                one!.AsObject().Remove("duration");
            }

            return JsonSerializer.Serialize(node);
        });
}
