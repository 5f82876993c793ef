using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>
/// Reads and writes a <see cref="ProcedureInput"/> through <see cref="ProcedureInputMembers"/>, because the serialiser ignores
/// the defaults of its members.
/// </summary>
internal sealed class ProcedureInputConverter : JsonConverter<ProcedureInput>
{
    // Otherwise the serialiser would handle null itself.
    public override bool HandleNull => true;

    public override ProcedureInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, options.TypeOf<ProcedureInputMembers>())?.ToInput()
            ?? throw new JsonException("the input is null");

    public override void Write(Utf8JsonWriter writer, ProcedureInput value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            ProcedureInputMembers.Of(value ?? throw new JsonException("the input is null")),
            options.TypeOf<ProcedureInputMembers>());
}

/// <summary>
/// The members of a <see cref="ProcedureInput"/> as JSON has them: a member with its default value is null here and left out of
/// the JSON.
/// </summary>
internal sealed record ProcedureInputMembers(
    TimeSpan Timeout,
    byte Retries,
    IReadOnlyList<string> HostList,
    string Action,
    int JobId,
    Transport? Transport,
    IReadOnlyList<string>? SshArguments,
    RemoteShell? RemoteShell,
    bool? ExpectDisconnect,
    int? MaxFailures,
    IReadOnlyList<HostShare>? Batches,
    HostShare? MaxBatchFailures,
    int? Concurrency,
    TimeSpan? RetryDelay,
    int? OutputLimit,
    bool? ReportOutput,
    IReadOnlyDictionary<string, string>? Environment,
    IReadOnlyDictionary<string, string>? Variables,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? HostVariables,
    ActionInput? Input,
    IReadOnlyDictionary<string, ActionInput>? HostInputs,
    TimeSpan? KeepConnections,
    int? MaxKeptConnections)
{
    /// <exception cref="JsonException">A collection is null, which would be read as an empty one.</exception>
    internal static ProcedureInputMembers Of(ProcedureInput input) => new(
        input.Timeout,
        input.Retries,
        input.HostList,
        input.Action,
        input.JobId,
        UnlessDefault(input.Transport, Fleet.Transport.Ssh),
        UnlessEmpty(input.SshArguments, "ssh_arguments"),
        UnlessDefault(input.RemoteShell, Fleet.RemoteShell.Posix),
        UnlessDefault(input.ExpectDisconnect, false),
        input.MaxFailures,
        UnlessEmpty(input.Batches, "batches"),
        input.MaxBatchFailures,
        UnlessDefault(input.Concurrency, ProcedureInput.DefaultConcurrency),
        UnlessDefault(input.RetryDelay, ProcedureInput.DefaultRetryDelay),
        UnlessDefault(input.OutputLimit, ProcedureInput.DefaultOutputLimit),
        UnlessDefault(input.ReportOutput, false),
        input.Environment,
        UnlessEmpty(input.Variables, "variables"),
        UnlessEmpty(input.HostVariables, "host_variables"),
        input.Input,
        UnlessEmpty(input.HostInputs, "host_inputs"),
        UnlessDefault(input.KeepConnections, TimeSpan.Zero),
        UnlessDefault(input.MaxKeptConnections, ProcedureInput.DefaultMaxKeptConnections));

    internal ProcedureInput ToInput() => new(Timeout, Retries, HostList, Action, JobId)
    {
        Transport = Transport ?? Fleet.Transport.Ssh,
        SshArguments = SshArguments ?? [],
        RemoteShell = RemoteShell ?? Fleet.RemoteShell.Posix,
        ExpectDisconnect = ExpectDisconnect ?? false,
        MaxFailures = MaxFailures,
        Batches = Batches ?? [],
        MaxBatchFailures = MaxBatchFailures,
        Concurrency = Concurrency ?? ProcedureInput.DefaultConcurrency,
        RetryDelay = RetryDelay ?? ProcedureInput.DefaultRetryDelay,
        OutputLimit = OutputLimit ?? ProcedureInput.DefaultOutputLimit,
        ReportOutput = ReportOutput ?? false,
        Environment = Environment,
        Variables = Variables ?? ReadOnlyDictionary<string, string>.Empty,
        HostVariables = HostVariables ?? ReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>.Empty,
        Input = Input,
        HostInputs = HostInputs ?? ReadOnlyDictionary<string, ActionInput>.Empty,
        KeepConnections = KeepConnections ?? TimeSpan.Zero,
        MaxKeptConnections = MaxKeptConnections ?? ProcedureInput.DefaultMaxKeptConnections,
    };

    private static IReadOnlyList<T>? UnlessEmpty<T>(IReadOnlyList<T> list, string member) =>
        (list ?? throw NullMember(member)).Count == 0 ? null : list;

    private static IReadOnlyDictionary<string, T>? UnlessEmpty<T>(IReadOnlyDictionary<string, T> values, string member) =>
        (values ?? throw NullMember(member)).Count == 0 ? null : values;

    private static JsonException NullMember(string member) => new($"{member} must not be null");

    private static T? UnlessDefault<T>(T value, T standard)
        where T : struct =>
        EqualityComparer<T>.Default.Equals(value, standard) ? null : value;
}
