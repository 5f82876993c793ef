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
    int? Concurrency,
    TimeSpan? RetryDelay,
    int? OutputLimit,
    IReadOnlyDictionary<string, string>? Environment)
{
    /// <exception cref="JsonException">The ssh arguments are null, which would be read as none.</exception>
    internal static ProcedureInputMembers Of(ProcedureInput input) => new(
        input.Timeout,
        input.Retries,
        input.HostList,
        input.Action,
        input.JobId,
        UnlessDefault(input.Transport, Fleet.Transport.Ssh),
        input.SshArguments switch
        {
            null => throw new JsonException("ssh_arguments must not be null"),
            { Count: 0 } => null,
            _ => input.SshArguments,
        },
        UnlessDefault(input.RemoteShell, Fleet.RemoteShell.Posix),
        UnlessDefault(input.ExpectDisconnect, false),
        input.MaxFailures,
        UnlessDefault(input.Concurrency, ProcedureInput.DefaultConcurrency),
        UnlessDefault(input.RetryDelay, ProcedureInput.DefaultRetryDelay),
        UnlessDefault(input.OutputLimit, ProcedureInput.DefaultOutputLimit),
        input.Environment);

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

    private static T? UnlessDefault<T>(T value, T standard)
        where T : struct =>
        EqualityComparer<T>.Default.Equals(value, standard) ? null : value;
}
