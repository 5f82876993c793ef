using System.Diagnostics.Metrics;
using RustInterop.Loading;

namespace RustInterop.Crossing;

/// <summary>The meter <c>RustInterop</c>, and what every library has in it.</summary>
internal static class Telemetry
{
    internal const string Name = "RustInterop";

    internal static readonly Meter Meter = new(Name, Handshake.Version);

    /// <summary>Counts objects, bytes and streams that were not disposed of.</summary>
    internal static readonly Counter<long> Forgotten = Meter.CreateCounter<long>(
        "rust_interop.objects.forgotten", "{object}", "Objects, bytes and streams of Rust that nobody disposed of, and that the garbage collector found.");
}
