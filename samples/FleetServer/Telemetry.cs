using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace FleetServer;

/// <summary>Metrics and traces, if there is a place to send them to.</summary>
internal static class Telemetry
{
    private static readonly string[] s_meters = ["Microsoft.Orleans", "RustInterop"];
    private static readonly string[] s_sources = ["Microsoft.Orleans.Application", "RustInterop"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter(s_meters))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource(s_sources))
            .UseOtlpExporter();
    }
}
