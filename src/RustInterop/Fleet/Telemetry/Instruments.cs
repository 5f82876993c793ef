using System.Diagnostics;
using System.Diagnostics.Metrics;
using RustInterop.Loading;

namespace RustInterop.Fleet.Telemetry;

/// <summary>The sources of traces and measurements, all named <c>RustInterop</c>.</summary>
internal static class Instruments
{
    private const string Name = "RustInterop";

    private static readonly Meter Meter = new(Name, Handshake.Version);

    internal static readonly ActivitySource Source = new(Name, Handshake.Version);

    internal static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>(
        "rust_interop.procedure.active", "{procedure}", "Procedures that run at the moment.");

    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "rust_interop.procedure.duration", "s", "How long procedures took.");

    internal static readonly Counter<long> Hosts = Meter.CreateCounter<long>(
        "rust_interop.procedure.hosts", "{host}", "Hosts that are done, by outcome.");
}
