using System.Text.Json.Serialization;

namespace RustInterop.Fleet.Json;

/// <summary>A <see cref="ProcedureInput"/> as it is read: a member that was left out is null.</summary>
// Mirrors native/src/fleet/input.rs
// Else a structure is made without its constructor, and no member has to be there.
[method: JsonConstructor]
internal readonly record struct ProcedureInputJson(
    TimeSpan Timeout,
    byte Retries,
    IReadOnlyList<string> HostList,
    string Action,
    int JobId,
    Transport? Transport = null,
    IReadOnlyList<string> SshArguments = null!,
    RemoteShell? RemoteShell = null,
    bool? ExpectDisconnect = null,
    int? MaxFailures = null,
    int? Concurrency = null,
    TimeSpan? RetryDelay = null,
    int? OutputLimit = null,
    IReadOnlyDictionary<string, string> Environment = null!)
{
    internal ProcedureInput ToInput() => new(Timeout, Retries, HostList, Action, JobId)
    {
        Transport = Transport ?? Fleet.Transport.Ssh,
        SshArguments = SshArguments ?? [],
        RemoteShell = RemoteShell ?? Fleet.RemoteShell.Posix,
        ExpectDisconnect = ExpectDisconnect ?? false,
        MaxFailures = MaxFailures,
        Concurrency = Concurrency ?? ProcedureInput.DefaultConcurrency,
        RetryDelay = RetryDelay ?? ProcedureInput.DefaultRetryDelay,
        OutputLimit = OutputLimit ?? ProcedureInput.DefaultOutputLimit,
        Environment = Environment,
    };
}
