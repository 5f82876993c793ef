namespace RustInterop.Tests.Examples;

/// <summary>Code with an injected runner, and its unit test without Rust, ssh or hosts.</summary>
public sealed class FakeRunnerExample
{
    [Fact]
    public async Task RestartAsync_OneHostFails_NamesIt()
    {
        Restarter restarter = new(new FakeRunner("server2"));
        (await restarter.RestartAsync(["server1", "server2"])).Should().Be("not restarted: server2");
    }

    private sealed class Restarter(IProcedureRunner runner)
    {
        internal async Task<string> RestartAsync(IReadOnlyList<string> hosts)
        {
            ProcedureInput input = new(TimeSpan.FromMinutes(1), 2, hosts, "systemctl restart web", 1);
            ProcedureOutput output = await runner.StartProcedureAsync(input);
            return $"not restarted: {string.Join(", ", output.FailedHosts)}";
        }
    }

    private sealed class FakeRunner(params string[] failed) : IProcedureRunner
    {
        public ProcedureOutput StartProcedure(ProcedureInput input) =>
            new(input.JobId, ProcedureResult.Success, $"{failed.Length} host failed", failed, []);

        public Task<ProcedureOutput> StartProcedureAsync(
            ProcedureInput input, ProcedureHandlers? handlers = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(StartProcedure(input));
    }
}
