using System.Collections.Concurrent;
using System.Net;
using System.Text;
using RustInterop.FleetServer.Tests.Support;

namespace RustInterop.FleetServer.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Telemetry_WithAnEndpoint_HasTheServerOrleansAndRustInterop()
    {
        int port = LoopbackPort.Find();
        HttpListener collector = new() { Prefixes = { $"http://127.0.0.1:{port}/" } };
        collector.Start();
        ConcurrentDictionary<string, string> received = new();
        Task receiving = ReceiveAsync(collector, received);
        await using (ServerProcess server = await ServerProcess.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"), ("OTEL_BSP_SCHEDULE_DELAY", "200")))
        {
            await server.Client.StartAsync("traced", Jobs.Input(1, "true"));
            await server.Client.ResultsAsync("traced");

            await ShouldReceiveAsync("/v1/traces", "start_procedure", "Microsoft.Orleans.Application", "/jobs/{id}");
            await ShouldReceiveAsync("/v1/metrics", "rust_interop.procedure.duration", "orleans-", "http.server.request.duration");
        }

        collector.Close();
        await receiving;

        Task ShouldReceiveAsync(string path, params string[] words) => Wait.UntilAsync(
            () => received.TryGetValue(path, out string? text) && words.All(text.Contains), $"{path} has {string.Join(", ", words)}");
    }

    // The texts in a protobuf message are UTF-8.
    private static async Task ReceiveAsync(HttpListener collector, ConcurrentDictionary<string, string> received)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await collector.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using StreamReader reader = new(context.Request.InputStream, Encoding.UTF8);
            string text = await reader.ReadToEndAsync();
            received.AddOrUpdate(context.Request.Url!.AbsolutePath, text, (_, before) => before + text);
            context.Response.Close();
        }
    }
}
