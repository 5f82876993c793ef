using RustInterop.FleetServer.Tests.Support;

namespace RustInterop.FleetServer.Tests;

/// <summary>A page whose server dies, in a browser, with another server on the same store.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private const string Id = "failover";
    private const string Html = "Content-Type: text/html\r\nConnection: close\r\n\r\n<h1>Back soon</h1>";
    private const string Redirect = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private const string BrokenEvents =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\nid: 30\ndata: no JSON\n\n";

    private PostgreSqlServer _postgreSql = null!;
    private ServerProcess _first = null!;
    private ServerProcess _second = null!;
    private LoadBalancer _balancer = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        if (FailoverFactAttribute.Missing is not null)
        {
            return;
        }

        _postgreSql = await PostgreSqlServer.StartAsync();
        (string, string?)[] settings =
        [
            ("Fleet__File", null), ("Fleet__PostgreSql", _postgreSql.ConnectionString), ("Fleet__BatchSize", "4"),
            ("Fleet__BlockSize", "2"), ("Cluster__ProbeTimeout", "00:00:00.3"),
        ];
        ServerProcess[] servers = await Task.WhenAll(ServerProcess.StartAsync(settings), ServerProcess.StartAsync(settings));
        (_first, _second) = (servers[0], servers[1]);
        _balancer = new(_first);
        _browser = new();
        _browser.SpeedUpTimers(5);
    }

    public async Task DisposeAsync()
    {
        if (FailoverFactAttribute.Missing is null)
        {
            await _browser.DisposeAsync();
            await _balancer.DisposeAsync();
            await _first.DisposeAsync();
            await _second.DisposeAsync();
            await _postgreSql.DisposeAsync();
        }
    }

    [FailoverFact]
    public async Task Page_ServerKilled_GoesOnAtTheNextOneAndCancels()
    {
        string log = _second.PathOf("log");
        string gate = _second.PathOf("gate");
        await _second.Client.StartAsync(Id, Jobs.Input(
            40,
            $"echo $HOST >> '{log}'; case $HOST in host[0-7]) ;; host3[6-9]) {Jobs.WaitFor(_second.PathOf("never"))};; *) {Jobs.WaitFor(gate)};; esac"));
        await _browser.LogInAsync(_balancer.Address);
        await _browser.OpenJobAsync(Id);
        await _browser.UntilTextAsync("job-state", text => text == "running: 8 of 40 hosts have a result", "the first 8 hosts have ended");
        _browser.Script<object>("window.isSamePage = true;");
        // Each server has two lanes, and each lane a batch of 4 hosts that wait.
        await UntilBegunAsync(log, 24);

        await _first.KillAsync();
        foreach (string status in (string[])["502 Bad Gateway", "503 Service Unavailable", "404 Not Found", "401 Unauthorized", "200 OK"])
        {
            _balancer.Answer($"HTTP/1.1 {status}\r\n{Html}");
            await _browser.UntilTextAsync(
                "connection", text => text == $"The server does not answer (HTTP {status[..3]}). Trying again…", "the page says that it is away");
        }

        int before = _balancer.Answers;
        _balancer.Answer(Redirect, BrokenEvents);
        await Wait.UntilAsync(() => _balancer.Answers >= before + 2, "the page has had both answers");
        _browser.Text("connection").Should().StartWith("The server does not answer");
        _browser.Text("job-error").Should().BeEmpty();
        _balancer.SendTo(_second);

        await File.WriteAllTextAsync(gate, "");
        await UntilBegunAsync(log, 40);
        await _browser.UntilTextAsync("job-state", text => text == "running: 36 of 40 hosts have a result", "all but the last 4 have ended");
        _browser.Text("connection").Should().BeEmpty();
        _browser.Click("cancel");
        _browser.Click("confirm-yes");
        await _browser.UntilTextAsync("job-state", text => text == "cancelled: 40 of 40 hosts have a result", "the job is cancelled");

        const string Counts = """{"succeeded":28,"lost":8,"cancelled":4}""";
        (await _second.Client.ReadAsync(Jobs.PathOf(Id)))["outcomes"]!.ToJsonString().Should().Be(Counts);
        _browser.Script<string>(
            "return JSON.stringify(Object.fromEntries([...document.querySelectorAll('#outcomes button')]"
            + ".map(button => [button.dataset.outcome, Number(button.querySelector('span').textContent)])"
            + ".filter(([_, count]) => count > 0)));").Should().Be(Counts);
        (await File.ReadAllLinesAsync(log)).Should().HaveCount(40).And.OnlyHaveUniqueItems();
        _balancer.Requests.Should().MatchRegex("(?i)last-event-id: [1-9]", "the page does not read again what it has");
        _browser.Script<bool>("return window.isSamePage;").Should().BeTrue();
        _browser.Complaints().Should().OnlyContain(line => line.Contains("responded with a status of"));
    }

    private static Task UntilBegunAsync(string log, int hosts) => Wait.UntilAsync(
        async () => File.Exists(log) && (await File.ReadAllLinesAsync(log)).Length >= hosts, $"{hosts} hosts have begun");
}

/// <summary>A test with a browser and PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FailoverFactAttribute : FactAttribute
{
    public FailoverFactAttribute() => Skip = Missing;

    internal static string? Missing => !Browser.IsInstalled ? new BrowserFactAttribute().Skip
        : PostgreSqlServer.IsInstalled ? null : "PostgreSQL is not installed";
}
