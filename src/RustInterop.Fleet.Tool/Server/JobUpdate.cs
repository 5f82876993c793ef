using System.Text.Json;

namespace RustInterop.Fleet.Tool.Server;

/// <summary>How far a job is.</summary>
/// <param name="State">In the words of the server.</param>
/// <param name="Hosts">How many hosts it has.</param>
/// <param name="Completed">How many of them have a result.</param>
/// <param name="Created">When it was started. A job that was deleted and started again has another time.</param>
/// <param name="Ended">When it ended; null if it has not.</param>
internal sealed record JobStatus(string State, int Hosts, int Completed, DateTimeOffset Created, DateTimeOffset? Ended)
{
    public bool IsCancelled => State == "cancelled";

    /// <exception cref="JsonException">This is not a status.</exception>
    public static JobStatus Read(JsonElement json) => Answer.Of(() => new JobStatus(
        json.GetProperty("state").GetString()!,
        json.GetProperty("hosts").GetInt32(),
        json.GetProperty("outcomes").EnumerateObject().Sum(outcome => outcome.Value.GetInt32()),
        json.GetProperty("created").GetDateTimeOffset(),
        json.GetProperty("ended") is { ValueKind: not JsonValueKind.Null } ended ? ended.GetDateTimeOffset() : null));
}

/// <summary>Further results of a job.</summary>
/// <param name="Status">How far it was when they were read.</param>
/// <param name="Results">The results, in the order in which they came.</param>
/// <param name="Cursor">How many there were up to these.</param>
internal sealed record JobUpdate(JobStatus Status, IReadOnlyList<HostResult> Results, long Cursor)
{
    /// <summary>Whether no further one follows.</summary>
    public bool IsLast => Status.Ended is not null && Cursor >= Status.Completed;

    /// <exception cref="JsonException">This is not an update.</exception>
    public static JobUpdate Read(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement json = document.RootElement;
        return Answer.Of(() => new JobUpdate(
            JobStatus.Read(json.GetProperty("status")),
            [.. json.GetProperty("results").EnumerateArray().Select(result => result.Deserialize(ProcedureJson.HostResult)!)],
            json.GetProperty("cursor").GetInt64()));
    }
}

/// <summary>Reads what a server answers, which may be something else.</summary>
internal static class Answer
{
    /// <exception cref="JsonException">It is not what is read from it.</exception>
    public static T Of<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }
}
