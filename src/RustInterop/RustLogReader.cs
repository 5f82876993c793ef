using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>Reads a record out of Rust's memory.</summary>
internal static class RustLogReader
{
    // A program has so many places that log, unless its code makes targets up.
    private const int MostNames = 4096;

    private static readonly ConcurrentDictionary<string, string> s_names = new();

    internal static RustLogRecord Read(in NativeLogRecord record) => new()
    {
        Level = (RustLogLevel)record.Level,
        Target = Name(record.Target.Utf8),
        Message = Encoding.UTF8.GetString(record.Message.Utf8),
        ModulePath = record.ModulePath.IsMissing ? null : Name(record.ModulePath.Utf8),
        File = record.File.IsMissing ? null : Name(record.File.Utf8),
        Line = record.Line == 0 ? null : (int)record.Line,
        KeyValues = record.KeyValues.IsMissing ? [] : ReadKeyValues(record.KeyValues.Utf8),
    };

    /// <summary>A text that comes again and again.</summary>
    private static string Name(ReadOnlySpan<byte> utf8)
    {
        const int Longest = 256;
        if (utf8.Length > Longest)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> buffer = stackalloc char[Longest];
        ReadOnlySpan<char> name = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> names =
            s_names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (names.TryGetValue(name, out string? known))
        {
            return known;
        }

        string text = name.ToString();
        return s_names.Count < MostNames ? s_names.GetOrAdd(text, text) : text;
    }

    private static List<KeyValuePair<string, object?>> ReadKeyValues(ReadOnlySpan<byte> json)
    {
        List<KeyValuePair<string, object?>> keyValues = [];
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            keyValues.Add(new(key, Value(ref reader)));
        }

        return keyValues;
    }

    private static object? Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out long number) => number,
        JsonTokenType.Number when reader.TryGetUInt64(out ulong number) => number,
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => reader.GetString(),
        _ => null,
    };
}
