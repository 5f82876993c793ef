using System.Text.Json;

namespace RustInterop.Fleet.Json;

/// <summary>A <see cref="HostShare"/> as a JSON number, or as a text such as <c>"25%"</c>.</summary>
internal static class HostShareJson
{
    /// <exception cref="JsonException">It is neither.</exception>
    internal static HostShare Read(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt32(out int count) && count >= 0 => count,
            JsonTokenType.String when HostShare.ParsePercent(reader.GetString()!) is { } percentage => percentage,
            _ => throw new JsonException("expected a whole number of hosts, or a percentage from \"0%\" to \"100%\""),
        };

    /// <exception cref="JsonException">It is no list of them.</exception>
    internal static IReadOnlyList<HostShare> ReadList(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("expected a list");
        }

        List<HostShare> shares = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            shares.Add(Read(ref reader));
        }

        return shares;
    }

    internal static void Write(Utf8JsonWriter writer, HostShare value)
    {
        if (value.IsPercent)
        {
            writer.WriteStringValue(value.ToString());
        }
        else
        {
            writer.WriteNumberValue(value.Value);
        }
    }

    internal static void Write(Utf8JsonWriter writer, string member, IReadOnlyList<HostShare> shares)
    {
        writer.WriteStartArray(member);
        foreach (HostShare share in shares)
        {
            Write(writer, share);
        }

        writer.WriteEndArray();
    }
}
