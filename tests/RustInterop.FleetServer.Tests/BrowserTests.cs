using OpenQA.Selenium;
using RustInterop.FleetServer.Tests.Support;

namespace RustInterop.FleetServer.Tests;

/// <summary>The page, in a browser.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private const string Script = "<script>alert(1)</script>";

    // Fails on the hosts whose number ends in 7, and goes on behind the gate from host20 on.
    private const string Action =
        "printf 'out \\033[31m<b>\\342\\200\\256%s' \"$HOST\"; case $HOST in *7) echo '<script>alert(1)</script>' >&2; exit 3;; esac; "
        + "case $HOST in host?|host1?) ;; *) GATE;; esac";

    private ServerProcess _server = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        if (Browser.IsInstalled)
        {
            _server = await ServerProcess.StartAsync(("Fleet__BatchSize", "64"), ("Fleet__BlockSize", "4"));
            _browser = new();
        }
    }

    public async Task DisposeAsync()
    {
        if (Browser.IsInstalled)
        {
            await _browser.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [BrowserFact]
    public async Task Page_RunningJob_ShowsItUpToItsEnd()
    {
        string id = $"{Script} 🚀 \u05d0/%2F";
        string gate = _server.PathOf("gate");
        await _server.Client.StartAsync(id, Input(100, gate));
        await _browser.LogInAsync(_server);
        await _browser.OpenJobAsync(id);

        await _browser.UntilTextAsync("job-state", HasTwenty, "the first 20 hosts have ended");
        _browser.Text("job-title").Should().Be(id);
        await _browser.UntilTextAsync("list-title", text => text != "Failures (0)", "there is a failure");

        // A failed host's output.
        _browser.Script<object>("document.querySelector('#list summary').click();");
        await _browser.UntilAsync("document.querySelectorAll('#list pre').length === 2", "the output is shown");
        _browser.Text("list").Should().MatchRegex(@"host\d*7 failed, exit code 3").And.Contain("out \\u001b[31m<b>\\u202ehost").And.Contain(Script);

        // Filters.
        _browser.Type("filter", "HOST1");
        await _browser.UntilTextAsync("here", text => text == "11 of 100 hosts are shown.", "the names are filtered");
        _browser.Script<object>("document.querySelector('[data-outcome=failed]').click();");
        await _browser.UntilTextAsync("here", text => text == "1 of 100 hosts are shown.", "the outcomes are filtered");
        _browser.Text("list-title").Should().Be("Hosts (1)");
        _browser.Script<object>("document.querySelector('[data-outcome=failed]').click();");
        _browser.Type("filter", string.Concat(Enumerable.Repeat(Keys.Backspace, 5)));

        await File.WriteAllTextAsync(gate, "");
        await _browser.UntilTextAsync("job-state", text => text == "completed: 100 of 100 hosts have a result", "the job has ended");
        _browser.Text("outcomes").ReplaceLineEndings(" ").Should().Be("succeeded 90 failed 10");
        _browser.Script<long>("return document.scripts.length;").Should().Be(1);
        _browser.Complaints().Should().BeEmpty();
    }

    [BrowserFact]
    public async Task Page_Keyboard_ReachesEachHostAndCancels()
    {
        await _server.Client.StartAsync("keyboard", Input(100, _server.PathOf("never")));
        await _browser.LogInAsync(_server);
        await _browser.OpenJobAsync("keyboard");
        await _browser.UntilTextAsync("job-state", HasTwenty, "the first 20 hosts have ended");

        _browser.Script<object>("document.getElementById('filter').focus();");
        for (int tabs = 0; _browser.Focused() != "cells"; tabs++)
        {
            tabs.Should().BeLessThan(20, "the grid is reached by the tab key");
            _browser.Press(Keys.Tab);
        }

        _browser.Press(Keys.ArrowRight + Keys.ArrowRight + Keys.ArrowLeft);
        _browser.Text("here").Should().StartWith("host1: succeeded");
        _browser.Script<string>("return document.getElementById('cell').textContent;").Should().Be(_browser.Text("here"));
        _browser.Press(Keys.End);
        _browser.Text("here").Should().Be("host99: no result yet");
        _browser.Press(Keys.Home + Keys.Enter);
        await _browser.UntilTextAsync("host-result", text => text.Contains("\\u202ehost0"), "the output is shown");
        _browser.Focused().Should().Be("host");
        _browser.Press(Keys.Escape);
        _browser.Focused().Should().Be("cells");

        // Not cancelled, and then cancelled.
        _browser.Script<object>("document.getElementById('cancel').focus();");
        _browser.Press(Keys.Enter);
        _browser.Focused().Should().Be("confirm-no");
        _browser.Press(Keys.Enter);
        _browser.Text("job-state").Should().StartWith("running");
        _browser.Press(Keys.Enter);
        _browser.Press(Keys.Tab);
        _browser.Press(Keys.Enter);
        await _browser.UntilTextAsync("job-state", text => text == "cancelled: 100 of 100 hosts have a result", "the job is cancelled");
        _browser.Script<bool>("return document.getElementById('cancel').hidden;").Should().BeTrue();
        _browser.Complaints().Should().BeEmpty();
    }

    [BrowserFact]
    public async Task Page_ServerKilledAndStartedAgain_FinishesWithoutAReload()
    {
        string gate = _server.PathOf("gate");
        await _server.Client.StartAsync("restarted", Input(100, gate));
        await _browser.LogInAsync(_server);
        await _browser.OpenJobAsync("restarted");
        await _browser.UntilTextAsync("job-state", HasTwenty, "the first 20 hosts have ended");
        _browser.Script<object>("window.isSamePage = true;");

        await _server.KillAsync();
        await _browser.UntilTextAsync("connection", text => text.StartsWith("The server does not answer."), "the page says so");
        await File.WriteAllTextAsync(gate, "");
        await _server.StartAgainAsync();

        await _browser.UntilTextAsync("job-state", text => text == "completed: 100 of 100 hosts have a result", "the job has ended");
        _browser.Text("connection").Should().BeEmpty();
        _browser.Text("outcomes").Should().Contain("lost");
        _browser.Script<bool>("return window.isSamePage;").Should().BeTrue();
        _browser.Complaints().Should().BeEmpty();
    }

    [BrowserFact]
    public async Task Page_ServerFrozen_SaysSoAndCancelsWhenItIsBack()
    {
        _browser.SpeedUpTimers(5);
        await _server.Client.StartAsync("frozen", Input(100, _server.PathOf("never")));
        await _browser.LogInAsync(_server);
        await _browser.OpenJobAsync("frozen");
        await _browser.UntilTextAsync("job-state", HasTwenty, "the first 20 hosts have ended");

        await _server.SignalAsync("STOP");
        await _browser.UntilTextAsync("connection", text => text.StartsWith("The server does not answer."), "the page says so");
        _browser.Click("cancel");
        _browser.Click("confirm-yes");
        _browser.Script<bool>("return document.getElementById('cancel').disabled;").Should().BeTrue();
        await _server.SignalAsync("CONT");

        await _browser.UntilTextAsync("job-state", text => text == "cancelled: 100 of 100 hosts have a result", "the job is cancelled");
        await _browser.UntilTextAsync("connection", string.IsNullOrEmpty, "the page says no more that the server is away");
        _browser.Complaints().Should().BeEmpty();
    }

    [BrowserFact]
    public async Task Page_ManyFailures_ListsThemByTheHundred()
    {
        await _server.Client.StartAsync("failures", Jobs.Input(150, "echo no; exit 1") with { Concurrency = 16 });
        await _browser.LogInAsync(_server);
        await _browser.OpenJobAsync("failures");
        await _browser.UntilTextAsync("list-title", text => text == "Failures (150)", "the job has ended");

        _browser.Script<long>("return document.querySelectorAll('#list details').length;").Should().Be(100);
        _browser.Script<object>("document.querySelector('#list details').open = true;");
        await _browser.UntilAsync("document.querySelectorAll('#list pre').length === 1", "the output is shown");
        _browser.Text("list-more").Should().Be("Show more (50 are left)");
        _browser.Click("list-more");

        _browser.Script<long>("return document.querySelectorAll('#list details').length;").Should().Be(150);
        _browser.Script<long>("return document.querySelectorAll('#list pre').length;").Should().Be(1, "what is open remains open");
        _browser.Script<object>("document.querySelector('#list details').open = false;");
        await _browser.UntilAsync("document.querySelectorAll('#list pre').length === 0", "the output is not kept");
        _browser.Complaints().Should().BeEmpty();
    }

    // With SCREENSHOT set to a path, it makes the picture of the documentation.
    [BrowserFact]
    public async Task Page_ManyOutcomes_CountsEach()
    {
        const string Id = "upgrade-2026-11";
        string gate = _server.PathOf("gate");
        ProcedureInput input = Jobs.Input(
            [.. Enumerable.Range(1, 600).Select(number => $"node{number:D3}")],
            "case $HOST in *[27]7) echo 'E: Unable to lock /var/lib/dpkg/lock' >&2; exit 100;; node0?6) exec sleep 60;; "
            + $"node5[5-9]*) {Jobs.WaitFor(gate)};; esac") with
        {
            Timeout = TimeSpan.FromSeconds(5),
            Concurrency = 32,
        };
        await _server.Client.StartAsync(Id, input);
        await _browser.LogInAsync(_server);
        await _browser.OpenJobAsync(Id);

        await _browser.UntilAsync(
            "document.querySelector('[data-outcome=timed_out] span').textContent >= 10", "10 hosts took too long");
        // A host that took too long wrote nothing, and may come first.
        _browser.Script<object>("[...document.querySelectorAll('#list summary')].find(one => one.textContent.includes(' failed')).click();");
        await _browser.UntilAsync("document.querySelectorAll('#list pre').length === 1", "the output is shown");
        if (Environment.GetEnvironmentVariable("SCREENSHOT") is { Length: > 0 } path)
        {
            _browser.SaveScreenshot(path);
        }

        await File.WriteAllTextAsync(gate, "");
        await _browser.UntilTextAsync("job-state", text => text.StartsWith("completed"), "the job has ended");
        string[] counts = _browser.Text("outcomes").ReplaceLineEndings(" ").Split(' ');
        counts.Should().ContainInOrder("failed", "12").And.ContainInOrder("timed", "out");
        _browser.Complaints().Should().BeEmpty();
    }

    private static bool HasTwenty(string state) => state.StartsWith("running: 2") && state.EndsWith("of 100 hosts have a result")
        && state["running: ".Length..].IndexOf(' ') == 2;

    private static ProcedureInput Input(int hosts, string gate) =>
        Jobs.Input(hosts, Action.Replace("GATE", Jobs.WaitFor(gate))) with { Concurrency = 16 };
}
