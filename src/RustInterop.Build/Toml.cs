using System.Text.Encodings.Web;
using System.Text.Json;
using Tomlyn;
using Tomlyn.Model;

namespace RustInterop.Build;

/// <summary>Reads and writes TOML.</summary>
internal static class Toml
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The content of a file; null if it is not TOML. Cargo says better what is wrong with it.</summary>
    public static TomlTable? TryRead(string path)
    {
        try
        {
            return TomlSerializer.Deserialize<TomlTable>(File.ReadAllText(path));
        }
        catch (TomlException)
        {
            return null;
        }
    }

    /// <summary>A table in a table, or null.</summary>
    public static TomlTable? Table(TomlTable? table, string name) =>
        table is not null && table.TryGetValue(name, out object? value) ? value as TomlTable : null;

    /// <summary>A text in quotes. TOML's rules for them are JSON's.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, s_plain);
}
