using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>Reads and writes a record by hand. <see cref="RecordMembers"/> says why.</summary>
internal abstract class RecordConverter<TRecord> : JsonConverter<TRecord>
    where TRecord : class
{
    /// <summary>The members, in the order in which they are written.</summary>
    internal abstract RecordMembers Members { get; }

    public sealed override TRecord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public sealed override void Write(Utf8JsonWriter writer, TRecord value, JsonSerializerOptions options) =>
        WriteObject(writer, value ?? throw new JsonException("the record is null"));

    /// <summary>Writes a record within another value.</summary>
    internal void WriteObject(Utf8JsonWriter writer, TRecord value)
    {
        writer.WriteStartObject();
        WriteMembers(writer, value);
        writer.WriteEndObject();
    }

    /// <summary>Reads a record within another value.</summary>
    /// <exception cref="JsonException">It does not fit.</exception>
    internal TRecord Read(ref Utf8JsonReader reader)
    {
        RecordMembers.Reading members = Members.Begin(ref reader);
        try
        {
            return Read(ref reader, ref members);
        }
        catch (Exception exception) when (RecordMembers.Reading.IsMisfit(exception))
        {
            throw members.Locate(exception);
        }
    }

    /// <summary>Reads the members up to the end of the record.</summary>
    private protected abstract TRecord Read(ref Utf8JsonReader reader, ref RecordMembers.Reading members);

    private protected abstract void WriteMembers(Utf8JsonWriter writer, TRecord value);
}
