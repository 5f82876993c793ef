using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Fleet.Json;

namespace RustInterop.Fleet;

/// <summary>
/// The JSON of the records of <see cref="Rust.StartProcedure"/>, exactly as it crosses to Rust: for logs, for files, or to
/// call the C functions directly. Thread-safe.
/// </summary>
/// <remarks>
/// Names are snake_case and times are seconds. Reading is strict: a missing, null, unknown or duplicate member throws a
/// <see cref="JsonException"/>.
/// </remarks>
/// <example><code>string json = JsonSerializer.Serialize(output, ProcedureJson.Output);</code></example>
public static class ProcedureJson
{
    /// <summary>
    /// The JSON of the input, including its secrets. Members with their default value are left out, so the JSON never contains
    /// this process's environment.
    /// </summary>
    public static JsonTypeInfo<ProcedureInput> Input => FleetJson.TypeOf<ProcedureInput>();

    /// <summary>The JSON of the progress.</summary>
    public static JsonTypeInfo<ProcedureProgress> Progress => FleetJson.TypeOf<ProcedureProgress>();

    /// <summary>
    /// The JSON of an attempt that begins. It crosses as the member <c>start</c> of an object, which distinguishes it from the other
    /// progress.
    /// </summary>
    public static JsonTypeInfo<HostStart> HostStart { get; } = FleetJson.TypeOf<HostStart>();

    /// <summary>
    /// The JSON of a piece of output. It crosses as the member <c>output</c> of an object, which distinguishes it from the other
    /// progress.
    /// </summary>
    public static JsonTypeInfo<HostOutput> HostOutput => FleetJson.TypeOf<HostOutput>();

    /// <summary>The JSON of the result of one host.</summary>
    public static JsonTypeInfo<HostResult> HostResult => FleetJson.TypeOf<HostResult>();

    internal static JsonTypeInfo<ProcedureReport> Report => FleetJson.TypeOf<ProcedureReport>();

    /// <summary>The JSON of the output.</summary>
    public static JsonTypeInfo<ProcedureOutput> Output => FleetJson.TypeOf<ProcedureOutput>();
}
