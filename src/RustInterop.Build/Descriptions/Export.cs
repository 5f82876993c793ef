using System.Text.Json;

namespace RustInterop.Build;

/// <summary>A Rust function that C# can call, as it describes itself.</summary>
/// <param name="IsDirect">Whether it has a direct entry too, by a convention that this version knows.</param>
/// <param name="IsShort">Whether it says that it takes little time.</param>
/// <param name="Crate">Its crate.</param>
/// <param name="Name">Its name in Rust.</param>
/// <param name="Type">The type of objects that it belongs to; null if none.</param>
/// <param name="HasReceiver">Whether it is called on an object of that type.</param>
/// <param name="IsObject">Whether the input is an object with a member for each argument, rather than the only argument.</param>
/// <param name="Arguments">What C# passes.</param>
/// <param name="Output">What it returns.</param>
/// <param name="Error">What it returns if it fails; null if that is only a text, or if it cannot fail.</param>
/// <param name="Progress">What it reports; null if nothing.</param>
/// <param name="Definitions">The types that it uses, by their paths.</param>
/// <param name="Shape">All that, as the library has it.</param>
/// <param name="Docs">The doc comments, by what they are about.</param>
internal sealed record Export(
    bool IsDirect,
    bool IsShort,
    string Crate,
    string Name,
    Named? Type,
    bool HasReceiver,
    bool IsObject,
    IReadOnlyList<Argument> Arguments,
    Shape Output,
    Shape? Error,
    Shape? Progress,
    IReadOnlyList<Definition> Definitions,
    string Shape,
    IReadOnlyDictionary<string, string> Docs)
{
    private const int LastConvention = 2;

    public string Symbol => Type is null ? $"{Crate}_{Name}" : $"{Crate}_{Type.Path[(Type.Path.LastIndexOf(':') + 1)..]}_{Name}";

    /// <summary>Whether it makes an object by its type's name alone, as a constructor does.</summary>
    public bool IsConstructor => Name == "new" && !HasReceiver && Type is not null && Output == Type;

    public static Export Read(JsonElement json, string text, JsonElement? docs) => new(
        json.TryGetProperty("direct", out JsonElement convention) && convention.GetInt32() is > 0 and <= LastConvention,
        json.IsTrue("short"),
        json.GetProperty("crate").GetString()!,
        json.GetProperty("name").GetString()!,
        json.Text("type") is { } type ? new Named(type, []) : null,
        json.IsTrue("receiver"),
        json.IsTrue("object"),
        [.. json.GetProperty("arguments").EnumerateArray().Select(argument => new Argument(
            argument.GetProperty("name").GetString()!, Build.Shape.Read(argument.GetProperty("shape"))))],
        Build.Shape.Read(json.GetProperty("output")),
        json.TryGetProperty("error", out JsonElement error) ? Build.Shape.Read(error) : null,
        json.TryGetProperty("progress", out JsonElement progress) ? Build.Shape.Read(progress) : null,
        [.. json.GetProperty("types").EnumerateArray().Select(Definition.Read)],
        text,
        docs?.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!) ?? []);
}

/// <summary>What C# passes to an export.</summary>
internal sealed record Argument(string Name, Shape Shape);
