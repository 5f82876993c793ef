namespace RustInterop.Build;

/// <summary>The C# names of the types of a library.</summary>
internal sealed class TypeNames
{
    private readonly Dictionary<string, string> _names = [];
    private readonly NameScope _scope;

    public TypeNames(IEnumerable<string> crates, IEnumerable<Definition> definitions, string className)
    {
        _scope = new("Type", [className]);
        HashSet<string> own = [.. crates];
        foreach (IGrouping<string, Definition> same in definitions.GroupBy(NameOf)
            .OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            bool isAlone = same.Count() == 1;
            foreach (Definition definition in same.OrderBy(definition => definition.Path, StringComparer.Ordinal))
            {
                _names.Add(definition.Path, _scope.Take(isAlone ? same.Key : ModulesOf(definition, own) + same.Key));
            }
        }
    }

    public string Of(Definition definition) => _names[definition.Path];

    /// <summary>The name of a generic type for one use of it: <c>PageOfWord</c>.</summary>
    public string OfCopy(Definition definition, IEnumerable<string> arguments) =>
        _scope.Take($"{Of(definition)}Of{string.Join("And", arguments)}");

    // C#'s interfaces begin with an I.
    private static string NameOf(Definition definition) =>
        definition.Body is InterfaceBody ? $"I{Naming.Pascal(definition.Name)}" : Naming.Pascal(definition.Name);

    // The library's own crate needs no mention.
    private static string ModulesOf(Definition definition, HashSet<string> own)
    {
        string[] parts = definition.Path.Split("::");
        return string.Concat(parts[(own.Contains(parts[0]) ? 1 : 0)..^1].Select(Naming.Pascal));
    }
}
