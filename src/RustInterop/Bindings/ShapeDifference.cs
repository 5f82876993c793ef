using System.Text.Json;

namespace RustInterop.Bindings;

/// <summary>Says in words how the description of an export in a library differs from the one that C# was generated from.</summary>
internal sealed class ShapeDifference
{
    private readonly Dictionary<string, JsonElement> _rust;
    private readonly Dictionary<string, JsonElement> _assembly;

    private ShapeDifference(JsonElement rust, JsonElement assembly)
    {
        _rust = TypesOf(rust);
        _assembly = TypesOf(assembly);
    }

    /// <summary>The first difference.</summary>
    internal static string Find(ReadOnlySpan<byte> rustShape, ReadOnlySpan<byte> assemblyShape)
    {
        Utf8JsonReader rustReader = new(rustShape);
        Utf8JsonReader assemblyReader = new(assemblyShape);
        JsonElement rust = JsonElement.ParseValue(ref rustReader);
        JsonElement assembly = JsonElement.ParseValue(ref assemblyReader);
        return new ShapeDifference(rust, assembly).OfExports(rust, assembly) ?? "the members are in another order, or have other names in Rust";
    }

    private string? OfExports(JsonElement rust, JsonElement assembly)
    {
        string name = rust.GetProperty("name").GetString()!;
        return OfLists(name, rust, assembly, "arguments", "argument")
            ?? OfShapes($"the output of {name}", rust, assembly, "output")
            ?? OfShapes($"the error of {name}", rust, assembly, "error")
            ?? OfShapes($"the progress of {name}", rust, assembly, "progress")
            ?? _assembly.Keys.Union(_rust.Keys).Select(OfTypes).FirstOrDefault(difference => difference is not null);
    }

    // A type that only one of them has is used by a member that differs too.
    private string? OfTypes(string path) =>
        _rust.TryGetValue(path, out JsonElement rust) && _assembly.TryGetValue(path, out JsonElement assembly)
            ? OfBodies(LastPart(path), rust, assembly)
            : null;

    private static string? OfBodies(string name, JsonElement rust, JsonElement assembly)
    {
        string rustBody = BodyOf(rust);
        string assemblyBody = BodyOf(assembly);
        return rustBody != assemblyBody ? $"{name}: Rust has {InWords(rustBody)}, this assembly has {InWords(assemblyBody)}"
            : rustBody switch
            {
                "struct" => OfLists(name, rust, assembly, "struct", "member"),
                "enum" => OfTags(name, rust, assembly) ?? OfLists(name, rust, assembly, "enum", "variant"),
                _ => OfShapes(name, rust, assembly, rustBody),
            };
    }

    private static string? OfTags(string name, JsonElement rust, JsonElement assembly)
    {
        string[] settings = ["tag", "content", "untagged"];
        string? setting = settings.FirstOrDefault(setting => Text(rust, setting) != Text(assembly, setting));
        return setting is null ? null
            : $"{name}: in Rust, serde's {setting} is {Text(rust, setting) ?? "not set"}; in this assembly, it is {Text(assembly, setting) ?? "not set"}";
    }

    private static string? OfLists(string owner, JsonElement rust, JsonElement assembly, string list, string what)
    {
        JsonElement[] rustMembers = [.. rust.GetProperty(list).EnumerateArray()];
        JsonElement[] assemblyMembers = [.. assembly.GetProperty(list).EnumerateArray()];
        foreach (JsonElement member in assemblyMembers)
        {
            string name = NameOf(member);
            JsonElement found = Array.Find(rustMembers, other => NameOf(other) == name);
            if (found.ValueKind == JsonValueKind.Undefined)
            {
                return $"{owner}.{name}: Rust has no such {what}, this assembly has{Whose(member)}";
            }

            if (OfMembers($"{owner}.{name}", found, member) is { } difference)
            {
                return difference;
            }
        }

        JsonElement added = Array.Find(rustMembers, member => !assemblyMembers.Any(other => NameOf(other) == NameOf(member)));
        return added.ValueKind == JsonValueKind.Undefined ? null
            : $"{owner}.{NameOf(added)}: Rust has{Whose(added)}, this assembly has no such {what}";
    }

    private static string? OfMembers(string name, JsonElement rust, JsonElement assembly)
    {
        if (!rust.TryGetProperty("shape", out _))
        {
            return OfBodies(name, rust, assembly);
        }

        string[] settings = ["default", "required", "skip_if", "direction", "flatten"];
        string? setting = settings.FirstOrDefault(setting => Text(rust, setting) != Text(assembly, setting));
        return OfShapes(name, rust, assembly, "shape") ?? (setting is null ? null
            : $"{name}: in Rust, {Setting(setting, rust)}; in this assembly, {Setting(setting, assembly)}");
    }

    private static string? OfShapes(string name, JsonElement rust, JsonElement assembly, string member)
    {
        string? rustShape = rust.TryGetProperty(member, out JsonElement ofRust) ? ofRust.GetRawText() : null;
        string? assemblyShape = assembly.TryGetProperty(member, out JsonElement ofAssembly) ? ofAssembly.GetRawText() : null;
        return rustShape == assemblyShape ? null
            : $"{name}: Rust has {(rustShape is null ? "none" : Shape(ofRust))}, this assembly has {(assemblyShape is null ? "none" : Shape(ofAssembly))}";
    }

    private static Dictionary<string, JsonElement> TypesOf(JsonElement export) =>
        export.GetProperty("types").EnumerateArray().ToDictionary(type => type.GetProperty("path").GetString()!);

    private static string NameOf(JsonElement member) => member.GetProperty("name").GetString()!;

    private static string Whose(JsonElement member) => member.TryGetProperty("shape", out JsonElement shape) ? $" {Shape(shape)}" : " it";

    private static string? Text(JsonElement element, string member) => element.TryGetProperty(member, out JsonElement value) ? value.ToString() : null;

    private static string BodyOf(JsonElement definition)
    {
        string[] bodies = ["struct", "newtype", "tuple", "unit", "enum"];
        return Array.Find(bodies, body => definition.TryGetProperty(body, out _)) ?? "unknown";
    }

    private static string InWords(string body) => body switch
    {
        "struct" => "named members",
        "newtype" => "one value",
        "tuple" => "a tuple",
        "unit" => "no members",
        "enum" => "an enum",
        _ => "something else",
    };

    private static string Setting(string setting, JsonElement member) => (setting, Text(member, setting)) switch
    {
        ("default", null) => "it is required",
        ("default", _) => "it has a default",
        ("required", null) => "it may be absent",
        ("required", _) => "it is required",
        ("skip_if", null) => "it is always written",
        ("skip_if", _) => "it is sometimes left out",
        ("flatten", null) => "it is not flattened",
        ("flatten", _) => "it is flattened",
        (_, null) => "it is read and written",
        (_, string direction) => $"it is only in the {direction}",
    };

    private static string Shape(JsonElement shape)
    {
        if (shape.ValueKind == JsonValueKind.String)
        {
            return shape.GetString()!;
        }

        // The body of a tuple struct or variant.
        if (shape.ValueKind == JsonValueKind.Array)
        {
            return $"({string.Join(", ", shape.EnumerateArray().Select(Shape))})";
        }

        JsonProperty only = shape.ValueKind == JsonValueKind.Object ? shape.EnumerateObject().First() : default;
        return only.Value.ValueKind == JsonValueKind.Undefined ? shape.ToString() : only.Name switch
        {
            "option" or "optional" => $"option of {Shape(only.Value)}",
            "list" => $"list of {Shape(only.Value)}",
            "map" => $"map of {Shape(only.Value[0])} to {Shape(only.Value[1])}",
            "tuple" => Shape(only.Value),
            "type" => LastPart(only.Value.GetString()!)
                + (shape.TryGetProperty("arguments", out JsonElement arguments) ? $" of {string.Join(" and ", arguments.EnumerateArray().Select(Shape))}" : ""),
            _ => "a type parameter",
        };
    }

    private static string LastPart(string path) => path[(path.LastIndexOf(':') + 1)..];
}
