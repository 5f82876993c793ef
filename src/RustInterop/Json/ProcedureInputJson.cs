using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop;

/// <summary>The JSON of a <see cref="ProcedureInput"/>: a member that has its default is null here and left out there.</summary>
// Mirrors native/src/fleet/input.rs
// Else a structure is made without its constructor, and no member has to be there.
[method: JsonConstructor]
internal readonly record struct ProcedureInputJson(
    TimeSpan Timeout,
    byte Retries,
    IReadOnlyList<string> HostList,
    string Action,
    int JobId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Transport? Transport = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string> SshArguments = null!,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RemoteShell? RemoteShell = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? ExpectDisconnect = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MaxFailures = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Concurrency = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? RetryDelay = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? OutputLimit = null)
{
    internal static ProcedureInputJson From(ProcedureInput input) => new(
        input.Timeout,
        input.Retries,
        input.HostList,
        input.Action,
        input.JobId,
        UnlessDefault(input.Transport, RustInterop.Transport.Ssh),
        NullIfEmpty(input.SshArguments ?? throw new JsonException("ssh_arguments must not be null")),
        UnlessDefault(input.RemoteShell, RustInterop.RemoteShell.Posix),
        UnlessDefault(input.ExpectDisconnect, false),
        input.MaxFailures,
        UnlessDefault(input.Concurrency, ProcedureInput.DefaultConcurrency),
        UnlessDefault(input.RetryDelay, ProcedureInput.DefaultRetryDelay),
        UnlessDefault(input.OutputLimit, ProcedureInput.DefaultOutputLimit));

    internal ProcedureInput ToInput() => new(Timeout, Retries, HostList, Action, JobId)
    {
        Transport = Transport ?? RustInterop.Transport.Ssh,
        SshArguments = SshArguments ?? [],
        RemoteShell = RemoteShell ?? RustInterop.RemoteShell.Posix,
        ExpectDisconnect = ExpectDisconnect ?? false,
        MaxFailures = MaxFailures,
        Concurrency = Concurrency ?? ProcedureInput.DefaultConcurrency,
        RetryDelay = RetryDelay ?? ProcedureInput.DefaultRetryDelay,
        OutputLimit = OutputLimit ?? ProcedureInput.DefaultOutputLimit,
    };

    private static IReadOnlyList<string> NullIfEmpty(IReadOnlyList<string> list) => list.Count == 0 ? null! : list;

    private static T? UnlessDefault<T>(T value, T byDefault)
        where T : struct =>
        EqualityComparer<T>.Default.Equals(value, byDefault) ? null : value;
}
