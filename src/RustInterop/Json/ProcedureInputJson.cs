namespace RustInterop;

/// <summary>The JSON of a <see cref="ProcedureInput"/>: a member that has its default is null here and left out there.</summary>
// Mirrors native/src/fleet/input.rs
internal readonly record struct ProcedureInputJson(
    TimeSpan Timeout,
    byte Retries,
    IReadOnlyList<string> HostList,
    string Action,
    int JobId,
    Transport? Transport = null,
    IReadOnlyList<string>? SshArguments = null,
    RemoteShell? RemoteShell = null,
    bool? ExpectDisconnect = null,
    int? MaxFailures = null,
    int? Concurrency = null,
    TimeSpan? RetryDelay = null,
    int? OutputLimit = null)
{
    internal static ProcedureInputJson From(ProcedureInput input) => new(
        input.Timeout,
        input.Retries,
        input.HostList,
        input.Action,
        input.JobId,
        UnlessDefault(input.Transport, RustInterop.Transport.Ssh),
        input.SshArguments.Count == 0 ? null : input.SshArguments,
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

    private static T? UnlessDefault<T>(T value, T byDefault)
        where T : struct =>
        EqualityComparer<T>.Default.Equals(value, byDefault) ? null : value;
}
