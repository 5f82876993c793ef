using System.Net;
using RustInterop.FleetServer.Tests.Support;

namespace RustInterop.FleetServer.Tests;

[Collection(SharedServer.Name)]
public sealed class AccessTests(ServerFixture fixture)
{
    private readonly ServerProcess _server = fixture.Server;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("the-token-of-these-test")]
    [InlineData("the-token-of-these-tests-")]
    [InlineData("THE-TOKEN-OF-THESE-TESTS")]
    public async Task Api_WithoutTheToken_IsRefused(string? token)
    {
        using HttpClient client = _server.NewClient(token);
        (HttpMethod Method, string Path)[] calls =
        [
            (HttpMethod.Get, "/jobs"), (HttpMethod.Put, "/jobs/a"), (HttpMethod.Get, "/jobs/a"), (HttpMethod.Delete, "/jobs/a"),
            (HttpMethod.Post, "/jobs/a/cancel"), (HttpMethod.Get, "/jobs/a/hosts"), (HttpMethod.Get, "/jobs/a/results/1"),
            (HttpMethod.Get, "/jobs/a/events"), (HttpMethod.Get, "/openapi/v1.json"), (HttpMethod.Get, "/nothing"),
        ];
        foreach ((HttpMethod method, string path) in calls)
        {
            using HttpRequestMessage request = new(method, path);

            HttpResponseMessage response = await client.SendAsync(request);

            response.Headers.WwwAuthenticate.ToString().Should().Be("Bearer", path);
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Api_TokenInTheAddressOrACookie_IsRefused()
    {
        using HttpClient client = _server.NewClient(token: null);
        client.DefaultRequestHeaders.Add("Cookie", $"token={ServerProcess.Token}");

        HttpResponseMessage response = await client.GetAsync($"/jobs?token={ServerProcess.Token}&access_token={ServerProcess.Token}");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/health/live", "text/plain")]
    [InlineData("/health/ready", "text/plain")]
    public async Task PageAndHealth_NeedNoTokenAndAllowNothingElse(string path, string type)
    {
        using HttpClient client = _server.NewClient(token: null);

        using HttpResponseMessage response = await client.GetAsync(path);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be(type);
        response.Headers.GetValues("Content-Security-Policy").Single().Should()
            .StartWith("default-src 'none'; script-src 'self';").And.NotContain("unsafe").And.Contain("frame-ancestors 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [Fact]
    public async Task Start_WithoutAToken_MakesOneThatOnlyTheUserCanRead()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("token");
        await using ServerProcess server = await ServerProcess.StartAsync(("Fleet__Token", null), ("Fleet__TokenFile", file));
        string token = (await File.ReadAllTextAsync(file)).Trim();

        token.Should().HaveLength(43);
        server.Log.Should().Contain(file).And.NotContain(token);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using HttpClient client = server.NewClient(token);
        (await client.ReadAsync("/jobs")).AsArray().Should().BeEmpty();
        await (await server.Client.GetAsync("/jobs")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("a token with a space")]
    public async Task Start_TokenThatIsNone_IsRefused(string token)
    {
        (await ServerProcess.RefusalOfAsync(("Fleet__Token", token))).Should().Contain("Fleet:Token must have at least 16 characters");
    }
}
