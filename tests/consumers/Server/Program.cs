using RustInterop;
using RustInterop.Fleet;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IProcedureRunner, ProcedureRunner>();
WebApplication app = builder.Build();
app.MapGet("/", async (IProcedureRunner runner, CancellationToken cancellationToken) =>
{
    ProcedureInput input = new(TimeSpan.FromSeconds(60), 0, ["here", "there"], "echo hello", 7) { Transport = Transport.Local };
    return (await runner.StartProcedureAsync(input, cancellationToken: cancellationToken)).Message;
});
await app.RunAsync();
