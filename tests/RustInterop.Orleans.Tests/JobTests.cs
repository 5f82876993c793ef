using RustInterop.Orleans.Tests.Support;

namespace RustInterop.Orleans.Tests;

public sealed class JobTests : IAsyncLifetime
{
    private TestFleet _fleet = null!;

    public async Task InitializeAsync() => _fleet = await TestFleet.StartAsync(2);

    public async Task DisposeAsync() => await _fleet.DisposeAsync();

    [Fact]
    public async Task RunFleetAsync_ManyHosts_AccountsForEachOnce()
    {
        ActionLog log = _fleet.NewLog();
        ProcedureInput input = log.Input(200, "echo $RACK; if test $HOST = host7; then exit 1; fi") with
        {
            HostVariables = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["host7"] = new Dictionary<string, string> { ["RACK"] = "r7" },
                ["host150"] = new Dictionary<string, string> { ["RACK"] = "r150" },
            },
        };
        JobResults results = new();

        FleetJobStatus status = await _fleet.Client.RunFleetAsync("many", input, results);

        status.State.Should().Be(FleetJobState.Completed);
        status.Outcomes.Should().BeEquivalentTo(
            new Dictionary<HostOutcome, int> { [HostOutcome.Succeeded] = 199, [HostOutcome.Failed] = 1 });
        results.ShouldAccountFor(input.HostList, log);
        results.All.Single(result => result.Host == "host7").Should().BeEquivalentTo(
            new { Outcome = HostOutcome.Failed, ExitCode = 1, Stdout = "r7\n" });
        results.All.Single(result => result.Host == "host150").Stdout.Should().Be("r150\n");
    }

    [Fact]
    public async Task RunFleetAsync_Repeated_RunsNothingAgain()
    {
        ActionLog log = _fleet.NewLog();
        ProcedureInput input = log.Input(20, "true");
        FleetJobStatus first = await _fleet.Client.RunFleetAsync("repeated", input);
        JobResults results = new();

        FleetJobStatus second = await _fleet.Client.RunFleetAsync("repeated", input, results);

        second.Should().BeEquivalentTo(first);
        results.ShouldAccountFor(input.HostList, log);
    }

    [Fact]
    public async Task StartAsync_IdOfAJobWithAnotherInput_IsRefused()
    {
        ActionLog log = _fleet.NewLog();
        await _fleet.Client.RunFleetAsync("taken", log.Input(1, "true"));

        Func<Task> start = () => _fleet.Client.GetFleetJob("taken").StartAsync(log.Input(2, "true"));

        await start.Should().ThrowAsync<FleetJobConflictException>().WithMessage("*another input: taken");
        log.Begun.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("a", "a", null, "host_list[1]*")]
    [InlineData("a", "-b", null, "host_list[1]*")]
    [InlineData("a", "b", 3, "MaxFailures is not supported*")]
    public async Task StartAsync_InputThatCannotRun_IsRefused(string first, string second, int? maxFailures, string message)
    {
        FleetJob job = _fleet.Client.GetFleetJob($"refused {first} {second} {maxFailures}");
        ProcedureInput input = new(TimeSpan.Zero, 0, [first, second], "true", 1)
        {
            Transport = Transport.Local,
            MaxFailures = maxFailures,
        };

        Func<Task> start = () => job.StartAsync(input);

        await start.Should().ThrowAsync<ArgumentException>().WithMessage(message);
        (await job.GetStatusAsync()).Should().BeNull();
    }

    // No attribute can hold half a surrogate pair.
    public static TheoryData<char[]> NoIds => [[], [' '], ['a', '\0'], ['a', '\u0085'], ['\uD83D'], ['a', '\uDE80', '\uD83D', 'b']];

    [Theory]
    [MemberData(nameof(NoIds))]
    public void GetFleetJob_TextThatIsNoId_Throws(char[] id)
    {
        Action get = () => _fleet.Client.GetFleetJob(new string(id));

        get.Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task RunFleetAsync_LongestId_IsKeptAsItIs()
    {
        string id = string.Concat(Enumerable.Repeat("🚀", 100));

        (await _fleet.Client.RunFleetAsync(id, new(TimeSpan.Zero, 0, [], "true", 1))).Id.Should().Be(id);
        Action get = () => _fleet.Client.GetFleetJob($"{id}a");
        get.Should().Throw<ArgumentException>().WithMessage("A job's id has at most 200 characters*");
    }

    [Fact]
    public async Task StartAsync_InputThatJsonCannotHold_IsRefused()
    {
        FleetJob job = _fleet.Client.GetFleetJob("no JSON");
        ProcedureInput good = new(TimeSpan.Zero, 0, ["a"], "true", 1) { Transport = Transport.Local };
        Dictionary<string, string> half = new() { ["NAME"] = "\uD83D" };
        ProcedureInput[] inputs =
        [
            good with { HostList = ["a", "b\uD83D"] },
            good with { HostList = ["a", null!] },
            good with { HostList = null! },
            good with { Action = "\uDE80" },
            good with { Variables = half },
            good with { HostVariables = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["a"] = half } },
        ];
        foreach (ProcedureInput input in inputs)
        {
            await job.Awaiting(one => one.StartAsync(input)).Should().ThrowAsync<ArgumentException>();
        }

        (await job.GetStatusAsync()).Should().BeNull();
    }

    [Fact]
    public async Task GetHostsAsync_Job_HasTheHostsInTheirOrder()
    {
        FleetJob job = _fleet.Client.GetFleetJob("hosts");

        (await job.GetHostsAsync()).Should().BeNull();
        await job.StartAsync(new(TimeSpan.Zero, 0, ["b", "a"], "true", 1) { Transport = Transport.Local });

        (await job.GetHostsAsync()).Should().Equal("b", "a");
    }

    [Fact]
    public async Task GetResultAsync_Number_IsTheResultThatAWatcherGets()
    {
        FleetJob job = _fleet.Client.GetFleetJob("one");
        (await job.GetResultAsync(1)).Should().BeNull();
        await job.StartAsync(_fleet.NewLog().Input(20, "echo $HOST"));
        IReadOnlyList<HostResult> results = (await JobResults.OfAsync(job)).All;

        for (int number = 1; number <= 20; number++)
        {
            (await job.GetResultAsync(number)).Should().Be(results[number - 1]);
        }

        (await job.GetResultAsync(21)).Should().BeNull();
        Func<Task> read = () => job.GetResultAsync(0);
        await read.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task RunFleetAsync_NoHosts_EndsAtOnce() =>
        (await _fleet.Client.RunFleetAsync("none", new(TimeSpan.Zero, 0, [], "true", 1))).Should().BeEquivalentTo(
            new { State = FleetJobState.Completed, HostCount = 0, Completed = 0 });

    [Fact]
    public async Task ListFleetJobsAsync_MoreThanAPage_HasAllOfThem()
    {
        ProcedureInput input = new(TimeSpan.Zero, 0, [], "true", 1);
        string[] ids = [.. Enumerable.Range(0, 120).Select(number => $"listed {number}")];
        foreach (string id in ids)
        {
            await _fleet.Client.GetFleetJob(id).StartAsync(input);
        }

        List<string> listed = [];
        await foreach (FleetJobStatus job in _fleet.Client.ListFleetJobsAsync())
        {
            listed.Add(job.Id);
        }

        listed.Where(id => id.StartsWith("listed")).Should().Equal(ids.Reverse());
    }

    [Fact]
    public async Task DeleteAsync_OnlyAJobThatHasEnded_IsDeleted()
    {
        ActionLog log = _fleet.NewLog();
        string gate = $"{log.FullName}.gate";
        ProcedureInput input = log.Input(1, $"until test -e '{gate}'; do sleep 0.01; done");
        FleetJob job = _fleet.Client.GetFleetJob("deleted");
        await job.StartAsync(input);

        (await job.DeleteAsync()).Should().BeFalse();
        await File.WriteAllTextAsync(gate, "");
        await JobResults.OfAsync(job);
        (await job.DeleteAsync()).Should().BeTrue();

        (await job.GetStatusAsync()).Should().BeNull();
        Func<Task> watch = () => JobResults.OfAsync(job);
        await watch.Should().ThrowAsync<KeyNotFoundException>();
    }
}
