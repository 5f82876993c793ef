using System.Globalization;
using FleetServer;
using FleetServer.Api;
using FleetServer.Security;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
builder.AddFleetSilo();
builder.AddTelemetry();
builder.AddAccessToken();
builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
builder.Services.ConfigureHttpJsonOptions(static options => ServerJson.Configure(options.SerializerOptions));
builder.Services.AddOpenApi();
builder.Services.AddProblems();

WebApplication app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseSecurityHeaders();
app.UseDefaultFiles();
app.UseStaticFiles();
app.UseRouting();
app.UseWholeJobIds();
app.UseAccessToken();
app.MapJobs();
app.MapOpenApi();
app.MapHealthChecks("/health/live", new() { Predicate = static _ => false }).AllowAnonymous();
app.MapHealthChecks("/health/ready").AllowAnonymous();
await app.RunAsync();
