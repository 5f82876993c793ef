using System.Text.Json;

namespace RustInterop.Build;

/// <summary>A type that a Rust crate defines.</summary>
/// <param name="Path">Its path in Rust.</param>
/// <param name="Parameters">Its type parameters.</param>
/// <param name="Body">What it is.</param>
/// <param name="Json">All that, as the library has it.</param>
internal sealed record Definition(string Path, IReadOnlyList<string> Parameters, Body Body, string Json)
{
    /// <summary>Its name without the modules.</summary>
    public string Name => Path[(Path.LastIndexOf(':') + 1)..];

    public static Definition Read(JsonElement json) => new(
        json.GetProperty("path").GetString()!,
        json.TryGetProperty("parameters", out JsonElement parameters) ? [.. parameters.EnumerateArray().Select(name => name.GetString()!)] : [],
        Body.Read(json),
        json.GetRawText());
}

/// <summary>What a type or a variant consists of.</summary>
internal abstract record Body
{
    public static Body Read(JsonElement json) =>
        json.TryGetProperty("struct", out JsonElement fields) ? new StructBody([.. fields.EnumerateArray().Select(Field.Read)])
        : json.TryGetProperty("newtype", out JsonElement content) ? new NewtypeBody(Shape.Read(content))
        : json.TryGetProperty("tuple", out JsonElement items) ? new TupleBody(Shape.ReadAll(items))
        : json.TryGetProperty("enum", out JsonElement variants) ? new EnumBody(
            json.Text("tag"), json.Text("content"), json.IsTrue("untagged"), [.. variants.EnumerateArray().Select(Variant.Read)])
        : json.IsTrue("unit") ? new UnitBody()
        : json.IsTrue("object") ? new ObjectBody()
        : json.TryGetProperty("interface", out JsonElement methods) ? new InterfaceBody([.. methods.EnumerateArray().Select(Method.Read)])
        : throw new FormatException($"the type {json}");

    /// <summary>The same with other shapes for the parameters of the generic type.</summary>
    public Body With(Shapes arguments) => this switch
    {
        StructBody body => new StructBody([.. body.Fields.Select(field => field with { Shape = field.Shape.With(arguments) })]),
        NewtypeBody body => new NewtypeBody(body.Content.With(arguments)),
        TupleBody body => new TupleBody([.. body.Items.Select(item => item.With(arguments))]),
        EnumBody body => body with { Variants = [.. body.Variants.Select(variant => variant with { Body = variant.Body.With(arguments) })] },
        _ => this,
    };

    /// <summary>The shapes in it, not those within these.</summary>
    public IEnumerable<Shape> Shapes => this switch
    {
        StructBody body => body.Fields.Select(member => member.Shape),
        NewtypeBody body => [body.Content],
        TupleBody body => [new Tuple(body.Items)],
        EnumBody body => body.Variants.SelectMany(variant => variant.Body.Shapes),
        InterfaceBody body => body.Methods.Select(method => method.Shape),
        _ => [],
    };

    /// <summary>The fields with names, of all variants.</summary>
    public IEnumerable<Field> Members => this switch
    {
        StructBody body => body.Fields,
        EnumBody body => body.Variants.SelectMany(variant => variant.Body.Members),
        _ => [],
    };
}

internal sealed record StructBody(IReadOnlyList<Field> Fields) : Body;

/// <summary>One value, without a trace of the type in JSON.</summary>
internal sealed record NewtypeBody(Shape Content) : Body;

internal sealed record TupleBody(Shapes Items) : Body;

internal sealed record UnitBody : Body;

/// <summary>An object that stays in Rust.</summary>
internal sealed record ObjectBody : Body;

/// <summary>Methods that C# implements.</summary>
internal sealed record InterfaceBody(IReadOnlyList<Method> Methods) : Body;

/// <param name="Name">Its name in Rust, and in JSON.</param>
/// <param name="Parameters">The names of its parameters.</param>
/// <param name="Shape">The function that it is.</param>
internal sealed record Method(string Name, IReadOnlyList<string> Parameters, Callback Shape)
{
    public static Method Read(JsonElement json)
    {
        JsonElement[] arguments = [.. json.GetProperty("arguments").EnumerateArray()];
        return new(
            json.Text("name")!,
            [.. arguments.Select(argument => argument.Text("name")!)],
            new Callback(
                [.. arguments.Select(argument => Build.Shape.Read(argument.GetProperty("shape")))],
                Build.Shape.Read(json.GetProperty("output")),
                json.TryGetProperty("error", out JsonElement error) ? Build.Shape.Read(error) : null,
                IsAsync: false));
    }
}

/// <param name="Tag">The member that names the variant; null if there is none.</param>
/// <param name="Content">The member beside it that has the data; null if the data's members are beside it themselves.</param>
/// <param name="IsUntagged">Nothing names the variant.</param>
/// <param name="Variants">The variants.</param>
internal sealed record EnumBody(string? Tag, string? Content, bool IsUntagged, IReadOnlyList<Variant> Variants) : Body
{
    /// <summary>Only names, as C#'s enums are.</summary>
    public bool IsPlain => Tag is null && !IsUntagged && Variants.All(variant => variant.Body is UnitBody);
}

/// <param name="Name">The name in JSON.</param>
/// <param name="RustName">The name in Rust.</param>
/// <param name="HasDefault">It may be absent in an input.</param>
/// <param name="IsSkippedAtTimes">It may be absent in an output.</param>
/// <param name="Direction"><c>input</c> or <c>output</c> if it is only there.</param>
/// <param name="IsFlattened">Its own members stand in its place.</param>
/// <param name="Shape">What it is.</param>
internal sealed record Field(
    string Name, string RustName, bool HasDefault, bool IsSkippedAtTimes, string? Direction, bool IsFlattened, Shape Shape)
{
    /// <summary>Whether an input needs it.</summary>
    public bool IsOptional => HasDefault || IsSkippedAtTimes || Direction == "output";

    /// <summary>Whether JSON may lack it, in one direction at least.</summary>
    public bool IsAbsentAtTimes => IsOptional || Direction is not null;

    public static Field Read(JsonElement json) => new(
        json.Text("name") ?? json.Text("rust")!,
        json.Text("rust")!,
        json.IsTrue("default"),
        json.IsTrue("skip_if"),
        json.Text("direction"),
        json.IsTrue("flatten"),
        Shape.Read(json.GetProperty("shape")));
}

/// <param name="Name">The name in JSON.</param>
/// <param name="RustName">The name in Rust.</param>
/// <param name="Body">What it has besides its name.</param>
internal sealed record Variant(string Name, string RustName, Body Body)
{
    public static Variant Read(JsonElement json) => new(json.Text("name")!, json.Text("rust")!, Body.Read(json));
}

internal static class JsonElements
{
    public static string? Text(this JsonElement element, string member) =>
        element.TryGetProperty(member, out JsonElement value) ? value.GetString() : null;

    public static bool IsTrue(this JsonElement element, string member) =>
        element.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
