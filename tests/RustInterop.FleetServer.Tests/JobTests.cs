using System.Net;
using System.Text.Json.Nodes;
using RustInterop.FleetServer.Tests.Support;

namespace RustInterop.FleetServer.Tests;

[Collection(SharedServer.Name)]
public sealed class JobTests(ServerFixture fixture)
{
    private readonly ServerProcess _server = fixture.Server;
    private readonly HttpClient _client = fixture.Server.Client;

    [Fact]
    public async Task Put_Job_RunsItOnce()
    {
        string log = _server.PathOf("once");
        ProcedureInput input = Jobs.Input(20, $"echo $HOST >> '{log}'; test $HOST != host7");

        using HttpResponseMessage first = await _client.StartAsync("once", input);
        await _client.ResultsAsync("once");
        using HttpResponseMessage second = await _client.StartAsync("once", input);

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        second.StatusCode.Should().Be(HttpStatusCode.OK);
        JsonNode status = await _client.ReadAsync("/jobs/once");
        status["state"]!.GetValue<string>().Should().Be("completed");
        status["outcomes"]!.ToJsonString().Should().Be("""{"succeeded":19,"failed":1}""");
        (await File.ReadAllLinesAsync(log)).Should().HaveCount(20).And.OnlyHaveUniqueItems();
        JsonArray jobs = (await _client.ReadAsync("/jobs")).AsArray();
        jobs.Select(job => (string)job!["job"]!).Should().Contain("once");
        (await _client.ReadAsync("/jobs?limit=1")).AsArray().Should().HaveCount(1);
    }

    [Fact]
    public async Task Put_IdOfAnotherInput_IsAConflict()
    {
        using HttpResponseMessage first = await _client.StartAsync("taken", Jobs.Input(1, "true"));

        HttpResponseMessage second = await _client.StartAsync("taken", Jobs.Input(2, "true"));

        (await second.ShouldBeProblemAsync(HttpStatusCode.Conflict)).Should().Contain("another input");
    }

    [Theory]
    [InlineData("""{"timeout":1,"retries":0,"host_list":["a","a"],"action":"true","job_id":1}""", "host_list[1]: *twice*")]
    [InlineData("""{"timeout":1,"retries":0,"host_list":["a"],"action":" ","job_id":1}""", "action: *blank*")]
    [InlineData("""{"timeout":-1,"retries":0,"host_list":["a"],"action":"true","job_id":1}""", "input.Timeout must not be negative*")]
    [InlineData("""{"timeout":1,"retries":0,"host_list":["a"],"action":"true","job_id":1,"batches":[1]}""", "Batches is not supported*")]
    [InlineData("""{"timeout":1,"retries":0,"host_list":["a"],"action":"true"}""", "the member 'job_id' is missing")]
    [InlineData("""{"nothing":1}""", "nothing: there is no such member")]
    [InlineData("null", "expected an object")]
    [InlineData("{", "*")]
    [InlineData("", "*")]
    public async Task Put_InputThatCannotRun_SaysWhy(string body, string reason)
    {
        HttpResponseMessage response = await _client.PutAsync("/jobs/refused", Jobs.Json(body));

        (await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest)).Should().Match(reason).And.NotContain("(Parameter");
        await (await _client.GetAsync("/jobs/refused")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Put_BodyThatIsTooLarge_IsRefused()
    {
        string body = $$"""{"timeout":1,"retries":0,"host_list":["{{new string('a', 31_000_000)}}"],"action":"true","job_id":1}""";

        using HttpRequestMessage request = new(HttpMethod.Put, "/jobs/large") { Content = Jobs.Json(body) };
        request.Headers.ExpectContinue = true;

        HttpResponseMessage response = await _client.SendAsync(request);

        (await response.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge)).Should().Contain("30000000 bytes");
    }

    [Fact]
    public async Task Put_BodyThatIsNoJson_IsRefused() =>
        await (await _client.PutAsync("/jobs/form", new FormUrlEncodedContent([]))).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);

    [Theory]
    [InlineData("/jobs/none")]
    [InlineData("/jobs/none/hosts")]
    [InlineData("/jobs/none/results/1")]
    [InlineData("/jobs/none/events")]
    public async Task Get_UnknownJob_IsNotFound(string path) =>
        (await (await _client.GetAsync(path)).ShouldBeProblemAsync(HttpStatusCode.NotFound)).Should().Contain("no job none");

    [Theory]
    [InlineData("a\u0007b")]
    [InlineData(" ")]
    public async Task Get_TextThatIsNoId_IsRefused(string id) =>
        await (await _client.GetAsync(Jobs.PathOf(id))).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("\"quotes\" & <script>alert(1)</script>")]
    [InlineData("a/b%2Fc%252F?d#e+f\\g;h=i")]
    [InlineData("🚀 \u202eright to left \u05d0")]
    [InlineData("events")]
    public async Task Put_StrangeIdsAndHosts_AreWhatTheyAre(string id)
    {
        string[] hosts = ["<script>alert(1)</script>", "\"';&%2F", "🚀\u05d0", "${HOST}"];

        using HttpResponseMessage start = await _client.StartAsync(id, Jobs.Input(hosts, "printf %s \"$HOST\""));

        start.StatusCode.Should().Be(HttpStatusCode.OK);
        (await _client.ReadAsync(Jobs.PathOf(id)))["job"]!.GetValue<string>().Should().Be(id);
        (await _client.ReadAsync($"{Jobs.PathOf(id)}/hosts")).AsArray().Select(host => (string)host!).Should().Equal(hosts);
        Dictionary<string, JsonNode> results = await _client.ResultsAsync(id);
        results.Keys.Should().BeEquivalentTo(hosts);
        results.Should().OnlyContain(result => (string)result.Value["stdout"]! == result.Key);
    }

    [Fact]
    public async Task Cancel_RunningJob_EndsIt()
    {
        string gate = _server.PathOf("never");
        await _client.StartAsync("cancelled", Jobs.Input(20, Jobs.WaitFor(gate)));

        using HttpResponseMessage response = await _client.PostAsync("/jobs/cancelled/cancel", content: null);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        Dictionary<string, JsonNode> results = await _client.ResultsAsync("cancelled");
        results.Should().HaveCount(20);
        results.Values.Select(result => (string)result["outcome"]!).Should().OnlyContain(outcome => outcome == "cancelled" || outcome == "not_started");
        (await _client.ReadAsync("/jobs/cancelled"))["state"]!.GetValue<string>().Should().Be("cancelled");
        await (await _client.PostAsync("/jobs/none/cancel", content: null)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_OnlyAJobThatHasEnded_IsDeleted()
    {
        string gate = _server.PathOf("delete");
        await _client.StartAsync("deleted", Jobs.Input(1, Jobs.WaitFor(gate)));

        await (await _client.DeleteAsync("/jobs/deleted")).ShouldBeProblemAsync(HttpStatusCode.Conflict);
        await File.WriteAllTextAsync(gate, "");
        await _client.ResultsAsync("deleted");
        using HttpResponseMessage response = await _client.DeleteAsync("/jobs/deleted");

        response.StatusCode.Should().Be(HttpStatusCode.NoContent);
        await (await _client.GetAsync("/jobs/deleted")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Answers_OfAJobWithSecrets_DoNotHaveThem()
    {
        ProcedureInput input = Jobs.Input(1, "test -n \"$SECRET\"; : in-the-action") with
        {
            Variables = new Dictionary<string, string> { ["SECRET"] = "in-a-variable" },
            Input = new ActionInput("in-the-input"),
        };
        using HttpResponseMessage start = await _client.StartAsync("secret", input);
        await _client.ResultsAsync("secret");

        string[] calls = ["/jobs", "/jobs/secret", "/jobs/secret/hosts", "/jobs/secret/results/1", "/jobs/secret/events"];
        string[] answers = [await start.Content.ReadAsStringAsync(), .. await Task.WhenAll(calls.Select(_client.GetStringAsync))];

        string.Concat(answers).Should().Contain("host0").And.NotContain("in-a-variable").And.NotContain("in-the-input")
            .And.NotContain("in-the-action");
        _server.Log.Should().NotContain("in-a-variable").And.NotContain("in-the-input").And.NotContain(ServerProcess.Token);
    }

    [Fact]
    public async Task OpenApi_HasAllCalls()
    {
        JsonNode document = await _client.ReadAsync("/openapi/v1.json");

        document["paths"]!.AsObject().Select(path => path.Key).Should().BeEquivalentTo(
            "/jobs", "/jobs/{id}", "/jobs/{id}/cancel", "/jobs/{id}/hosts", "/jobs/{id}/results/{number}", "/jobs/{id}/events");
    }
}
