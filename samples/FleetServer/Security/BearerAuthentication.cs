using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FleetServer.Security;

/// <summary>Lets in who presents the token, as <c>Authorization: Bearer TOKEN</c>.</summary>
/// <remarks>
/// Only as a header: a page of somebody else cannot set it, as it could send a cookie, and it is in no log of addresses, as a query is.
/// </remarks>
internal sealed partial class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessToken token)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "Bearer";

    private const string Prefix = Name + " ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!token.Matches(header[Prefix.Length..].Trim()))
        {
            LogRefusal(Logger, Context.Connection.RemoteIpAddress);
            return Task.FromResult(AuthenticateResult.Fail("This is not the token."));
        }

        ClaimsPrincipal principal = new(new ClaimsIdentity(Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = Name;
        return base.HandleChallengeAsync(properties);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A wrong token was presented from {Address}.")]
    private static partial void LogRefusal(ILogger logger, IPAddress? address);
}

/// <summary>Requires the token for everything that does not say otherwise.</summary>
internal static partial class BearerAuthenticationExtensions
{
    public static void AddAccessToken(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(AccessToken.Find(builder.Configuration));
        // AddAuthentication would also keep keys for cookies, on disk.
        builder.Services.AddWebEncoders();
        builder.Services.AddTransient<BearerAuthentication>();
        builder.Services.AddAuthenticationCore(static options =>
        {
            options.DefaultScheme = BearerAuthentication.Name;
            options.AddScheme<BearerAuthentication>(BearerAuthentication.Name, displayName: null);
        });
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    public static void UseAccessToken(this WebApplication app)
    {
        AccessToken token = app.Services.GetRequiredService<AccessToken>();
        LogOrigin(app.Logger, token);
        app.UseAuthentication();
        app.UseAuthorization();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The token for the page and the API is the one in {Token}.")]
    private static partial void LogOrigin(ILogger logger, AccessToken token);
}
