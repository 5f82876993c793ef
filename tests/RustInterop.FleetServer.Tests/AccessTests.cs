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
        response.Headers.GetValues("Content-Security-Policy").Single().Split("; ").Should().BeEquivalentTo(
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'", "base-uri 'none'",
            "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        response.Headers.GetValues("Cross-Origin-Opener-Policy").Should().Equal("same-origin");
        response.Headers.GetValues("Cross-Origin-Resource-Policy").Should().Equal("same-origin");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task Api_WrongToken_IsLoggedWithItsAddressOnly()
    {
        const string Wrong = "a-token-of-somebody-else";
        using HttpClient client = _server.NewClient(Wrong);

        await (await client.GetAsync("/jobs")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

        await Wait.UntilAsync(() => _server.Log.Contains("A wrong token was presented from 127.0.0.1."), "the refusal is logged");
        _server.Log.Should().NotContain(Wrong);
    }

    [Fact]
    public void Start_WithoutFurtherSettings_ListensForHttpAndOtherSilosOnly()
    {
        if (OperatingSystem.IsLinux())
        {
            _server.Listeners().Should().Be(2, "clients of Orleans need no token");
        }
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
