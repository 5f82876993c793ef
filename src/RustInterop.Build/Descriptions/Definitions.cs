namespace RustInterop.Build;

/// <summary>The types that the exports of a library use.</summary>
internal sealed class Definitions
{
    private readonly Dictionary<string, Definition> _all = [];
    private readonly HashSet<string> _recursive;
    private readonly HashSet<string> _copied = [];

    /// <exception cref="FormatException">Two of the types have one path.</exception>
    public Definitions(IEnumerable<Export> exports)
    {
        foreach (Definition definition in exports.SelectMany(export => export.Definitions))
        {
            if (_all.TryGetValue(definition.Path, out Definition? other) && other.Json != definition.Json)
            {
                throw new FormatException(
                    $"there are two different types {definition.Path}. Two versions of one crate are in the library: use one of them");
            }

            _all[definition.Path] = definition;
        }

        _recursive = [.. _all.Keys.Where(path => IsWithin(path, path, []))];
        while (_all.Values.Where(definition => !_copied.Contains(definition.Path) && NeedsCopies(definition)).ToArray() is { Length: > 0 } more)
        {
            _copied.UnionWith(more.Select(definition => definition.Path));
        }
    }

    public Definition this[string path] => _all[path];

    /// <summary>The types that are types in C# too.</summary>
    public IEnumerable<Definition> Declared => _all.Values.Where(definition => definition.Body switch
    {
        UnitBody => false,
        NewtypeBody => _recursive.Contains(definition.Path),
        _ => true,
    });

    /// <summary>
    /// Whether a generic type is one type in C# for each use: if it has an optional value of a parameter's type, or a callback that
    /// returns one. In C#, <c>T?</c> is another type for classes than for structs, and a function that returns nothing is no
    /// <c>Func</c>.
    /// </summary>
    public bool IsCopied(Named named) => _copied.Contains(named.Path);

    /// <summary>The shape, without types that leave no trace in JSON.</summary>
    public Shape Resolve(Shape shape) => shape is not Named named ? shape.WithChildren(Resolve) : _all[named.Path].Body switch
    {
        NewtypeBody newtype when !_recursive.Contains(named.Path) => Resolve(newtype.Content.With(named.Arguments)),
        UnitBody => new Scalar("unit"),
        _ => named.WithChildren(Resolve),
    };

    public bool IsNullable(Shape shape) => Resolve(shape) is Option;

    public bool IsValueType(Shape shape) => Resolve(shape) switch
    {
        Scalar scalar => scalar.Name is not ("string" or "path" or "base64" or "bytes" or "ip_address"),
        Tuple or Optional => true,
        Option option => IsValueType(option.Some),
        Named named => _all[named.Path].Body is EnumBody { IsPlain: true },
        _ => false,
    };

    // Whether a newtype has itself as content, by way of newtypes only: then it needs a name.
    private bool IsWithin(string searched, string path, HashSet<string> seen) =>
        _all[path].Body is NewtypeBody newtype
        && Names(newtype.Content).Any(name => name == searched || (seen.Add(name) && IsWithin(searched, name, seen)));

    private static IEnumerable<string> Names(Shape shape) =>
        shape.Children.SelectMany(Names).Concat(shape is Named named ? [named.Path] : []);

    private bool NeedsCopies(Definition definition) =>
        definition.Parameters.Count > 0 && (definition.Body.Members.Any(field => field.IsAbsentAtTimes && Resolve(field.Shape) is Parameter)
            || definition.Body.Shapes.Any(NeedsCopies));

    private bool NeedsCopies(Shape shape)
    {
        Shape resolved = Resolve(shape);
        return (resolved is Option option && Resolve(option.Some) is Parameter)
            || (resolved is Callback callback && Resolve(callback.Output) is Parameter)
            || (resolved is Named named && _copied.Contains(named.Path) && named.Arguments.Any(HasParameter))
            || resolved.Children.Any(NeedsCopies);
    }

    private static bool HasParameter(Shape shape) => shape is Parameter || shape.Children.Any(HasParameter);
}
