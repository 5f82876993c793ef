using RustInterop.Build;

namespace RustInterop.Tests.Contract;

/// <summary>What Rust says of a type and of those in it, as <see cref="CSharpShape"/> says it of a type in C#.</summary>
internal sealed class RustShape
{
    private readonly Export _procedure;
    private readonly Func<Field, bool> _mayBeAbsent;
    private readonly HashSet<string> _seen = [];

    private RustShape(Export procedure, Func<Field, bool> mayBeAbsent) => (_procedure, _mayBeAbsent) = (procedure, mayBeAbsent);

    internal static string OfInput(Export procedure, Shape shape) =>
        string.Join('\n', new RustShape(procedure, field => field.HasDefault).LinesOf(shape));

    internal static string OfOutput(Export procedure, Shape shape) =>
        string.Join('\n', new RustShape(procedure, field => field.IsSkippedAtTimes).LinesOf(shape));

    private IEnumerable<string> LinesOf(Shape shape) => shape switch
    {
        Named named when _seen.Add(named.Path) => LinesOf(NameOf(named), DefinitionOf(named).Body.With(named.Arguments)),
        Named => [],
        _ => shape.Children.SelectMany(LinesOf),
    };

    private IEnumerable<string> LinesOf(string name, Body body) => body switch
    {
        StructBody { Fields: var fields } =>
            fields.Select(field => $"{name}.{LineOf(field)}").Concat(fields.SelectMany(field => LinesOf(field.Shape))),
        // A converter reads and writes it in C#, so the serialiser knows no members.
        NewtypeBody { Content: Scalar { Name: "any" } } => [],
        EnumBody { IsPlain: true, Variants: var variants } => variants.Select(variant => $"{name}: {variant.Name}"),
        _ => throw new NotSupportedException($"{name} is neither a struct with fields nor an enum without data"),
    };

    private string LineOf(Field field) => (_mayBeAbsent(field), field.Shape) switch
    {
        (true, Option option) => $"{field.Name}: {KindOf(option.Some)}, may be absent",
        (true, _) => $"{field.Name}: {KindOf(field.Shape)}, may be absent",
        _ => $"{field.Name}: {KindOf(field.Shape)}",
    };

    private string KindOf(Shape shape) => shape switch
    {
        Scalar { Name: "string" } => "text",
        Scalar { Name: "bool" } => "bool",
        Scalar { Name: "f32" or "f64" } => "number",
        Scalar { Name: ['i' or 'u', >= '0' and <= '9', ..] } => "integer",
        // C# reads and writes no null, so that such a member differs from all in C#.
        Option option => $"{KindOf(option.Some)} or null",
        List list => $"list of {KindOf(list.Item)}",
        Map map => $"map from {KindOf(map.Key)} to {KindOf(map.Value)}",
        Named named => NameOf(named),
        _ => throw new NotSupportedException($"{shape} in the fleet"),
    };

    private Definition DefinitionOf(Named named) => _procedure.Definitions.Single(definition => definition.Path == named.Path);

    private string NameOf(Named named) => DefinitionOf(named).Name;
}
