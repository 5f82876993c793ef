using System.Text.Json;

namespace RustInterop.Crossing;

/// <summary>Reads the value that the reader is on.</summary>
internal delegate T JsonReading<T>(ref Utf8JsonReader reader);

/// <summary>
/// The members that a record has in JSON. Reading is strict: each member occurs once, none is null, and there are no others.
/// </summary>
/// <remarks>
/// The records of this library are read and written by hand. System.Text.Json's metadata are generic over the type of each member, and
/// a process would compile a thousand methods before its first call.
/// </remarks>
/// <param name="members">The names, in the order in which they are mostly written. One that may be absent ends with <c>?</c>.</param>
internal sealed class RecordMembers(params string[] members)
{
    private readonly string[] _names = Array.ConvertAll(members, member => member.TrimEnd('?'));

    /// <summary>The one member that may be null, if there is one.</summary>
    internal string? Nullable { get; init; }

    /// <summary>Each member, and whether it must be there.</summary>
    internal IEnumerable<(string Name, bool IsRequired)> All => _names.Select((name, index) => (name, IsRequired(index)));

    /// <summary>Begins to read a record, of which the reader is on the first token.</summary>
    /// <exception cref="JsonException">It is no object.</exception>
    internal Reading Begin(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.StartObject ? new(this) : throw new JsonException("expected an object");

    /// <summary>Reads a record with one member, which must be there.</summary>
    /// <exception cref="JsonException">It does not fit.</exception>
    internal T ReadOne<T>(ref Utf8JsonReader reader, JsonReading<T> readValue)
        where T : class
    {
        Reading reading = Begin(ref reader);
        T? value = null;
        try
        {
            while (reading.Next(ref reader) is not null)
            {
                value = readValue(ref reader);
            }
        }
        catch (Exception exception) when (Reading.IsMisfit(exception))
        {
            throw reading.Locate(exception);
        }

        return value!;
    }

    private bool IsRequired(int index) => !members[index].EndsWith('?');

    /// <summary>A record that is being read.</summary>
    internal struct Reading
    {
        private readonly RecordMembers _members;
        private ulong _seen;
        private int _next;
        private string? _current;

        internal Reading(RecordMembers members) => _members = members;

        /// <summary>Moves the reader to the value of the next member.</summary>
        /// <returns>The member's name, or null at the end of the record.</returns>
        /// <exception cref="JsonException">The member is unknown, null or there for the second time; or one is missing at the end.</exception>
        internal string? Next(ref Utf8JsonReader reader)
        {
            _current = null;
            reader.Read();
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                ThrowIfIncomplete();
                return null;
            }

            int index = IndexOf(ref reader);
            _current = index < 0 ? reader.GetString() : _members._names[index];
            if (index < 0)
            {
                throw new JsonException("there is no such member");
            }

            if ((_seen & (1UL << index)) != 0)
            {
                throw new JsonException("the member occurs twice");
            }

            _seen |= 1UL << index;
            _next = index + 1;
            reader.Read();
            return reader.TokenType == JsonTokenType.Null && _current != _members.Nullable
                ? throw new JsonException("the member must not be null")
                : _current;
        }

        /// <summary>An exception in the member that is being read, with its place.</summary>
        internal readonly JsonException Locate(Exception exception) => new NestedJsonException(
            _current ?? "", exception as JsonException ?? new JsonException(exception.Message, exception));

        /// <summary>Whether an exception says that the JSON does not fit: it is the reader's or a converter's.</summary>
        internal static bool IsMisfit(Exception exception) =>
            exception is JsonException or InvalidOperationException or FormatException;

        // Mostly the next one.
        private readonly int IndexOf(ref Utf8JsonReader reader)
        {
            string[] names = _members._names;
            for (int step = 0; step < names.Length; step++)
            {
                int index = (_next + step) % names.Length;
                if (reader.ValueTextEquals(names[index]))
                {
                    return index;
                }
            }

            return -1;
        }

        private readonly void ThrowIfIncomplete()
        {
            for (int index = 0; index < _members._names.Length; index++)
            {
                if ((_seen & (1UL << index)) == 0 && _members.IsRequired(index))
                {
                    throw new JsonException($"the member '{_members._names[index]}' is missing");
                }
            }
        }
    }
}
