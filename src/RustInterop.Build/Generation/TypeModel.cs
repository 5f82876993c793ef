namespace RustInterop.Build;

/// <summary>The types of a library, and what each is in C#.</summary>
internal sealed class TypeModel
{
    private readonly Definitions _definitions;
    private readonly TypeNames _names;
    private readonly string _qualifier;
    private readonly Dictionary<string, DeclaredType> _generic = [];
    private readonly Dictionary<Named, DeclaredType> _copies = [];
    private readonly HashSet<Shape> _seen = [];
    private readonly OrderedDictionary<string, Shape> _used = [];
    private readonly HashSet<string> _scalars = [];

    /// <param name="exports">What uses the types.</param>
    /// <param name="settings">How the project wants the C#.</param>
    /// <exception cref="FormatException">C# cannot express them.</exception>
    public TypeModel(IReadOnlyList<Export> exports, CodeSettings settings)
    {
        _definitions = new(exports);
        _names = new(exports.Select(export => export.Crate), _definitions.Declared, settings.ClassName);
        _qualifier = settings.Qualifier;
        Docs = exports.SelectMany(export => export.Docs.Where(entry => entry.Key.Length > 0))
            .DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach (Shape shape in exports.SelectMany(export => export.Arguments.Select(argument => argument.Shape)
            .Concat(new[] { export.Type, export.Output, export.Error, export.Progress }.OfType<Shape>())))
        {
            Use(shape);
        }

        if (HasSystemTimes && HasTextTimes && HasHiddenTime(exports))
        {
            throw new FormatException("it uses both SystemTime and times that are texts. Then each SystemTime must be a member of its own, "
                + "not within a list, a map, a tuple, a variant, a generic type or an Option<Option>, and not an output");
        }

        Declared = [.. _generic.Values.Concat(_copies.Values).OrderBy(type => type.Name, StringComparer.Ordinal)];
    }

    /// <summary>The types to declare.</summary>
    public IReadOnlyList<DeclaredType> Declared { get; }

    /// <summary>What is written in JSON: each C# type once, without parameters.</summary>
    public IEnumerable<Shape> Used => _used.Values;

    /// <summary>Whether some times are Rust's <c>SystemTime</c>.</summary>
    public bool HasSystemTimes => _scalars.Contains("system_time");

    /// <summary>Whether some times are texts.</summary>
    public bool HasTextTimes => _scalars.Contains("timestamp");

    /// <summary>The doc comments, by what they are about.</summary>
    public IReadOnlyDictionary<string, string> Docs { get; }

    /// <inheritdoc cref="Definitions.Resolve"/>
    public Shape Resolve(Shape shape) => _definitions.Resolve(shape);

    public bool IsNullable(Shape shape) => _definitions.IsNullable(shape);

    public bool IsValueType(Shape shape) => _definitions.IsValueType(shape);

    /// <summary>What a member is in C#: null while it is absent, unless its type says that itself.</summary>
    public Shape MemberShape(Field field) =>
        field.IsAbsentAtTimes && field.Shape is not Optional && !IsNullable(field.Shape) ? new Option(field.Shape) : field.Shape;

    public DeclaredType TypeOf(Named named) =>
        _definitions.IsCopied(named) ? _copies[named] : _generic[named.Path];

    /// <summary>The C# type of a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="parameters">The C# names of the parameters of the type that it is in.</param>
    /// <param name="isAnnotated">False for the type alone, as typeof wants it.</param>
    public string Reference(Shape shape, IReadOnlyList<string>? parameters = null, bool isAnnotated = true)
    {
        return Resolve(shape) switch
        {
            Scalar scalar => ScalarTypes.Of(scalar.Name),
            Option { Some: var some } => IsNullable(some) || (!isAnnotated && !IsValueType(some)) ? Of(some) : $"{Of(some)}?",
            Optional { Present: var present } => $"global::RustInterop.Optional<{Of(present)}>",
            List list => $"global::System.Collections.Generic.IReadOnlyList<{Of(list.Item)}>",
            Map map => $"global::System.Collections.Generic.IReadOnlyDictionary<{Of(map.Key)}, {Of(map.Value)}>",
            Tuple { Items.Count: 0 } => throw new FormatException("an empty tuple struct has no counterpart in C#"),
            Tuple { Items: [var only] } => $"global::System.ValueTuple<{Of(only)}>",
            Tuple tuple => $"({string.Join(", ", tuple.Items.Select(Of))})",
            ItemStream { Error: null } stream => $"{GeneratedCode.StreamType}<{Of(stream.Item)}>",
            ItemStream stream => $"{GeneratedCode.StreamType}<{Of(stream.Item)}, {Of(stream.Error)}>",
            Callback callback => DelegateType(callback),
            Parameter parameter => parameters![parameter.Index],
            Named named => TypeOf(named) is { Parameters.Count: > 0 } type
                ? $"{type.QualifiedName}<{string.Join(", ", named.Arguments.Select(Of))}>"
                : TypeOf(named).QualifiedName,
            _ => throw new InvalidOperationException($"{shape}"),
        };

        string Of(Shape inner) => Reference(inner, parameters, isAnnotated);

        string DelegateType(Callback callback)
        {
            List<string> types = [.. callback.Parameters.Select(Of)];
            if (callback.IsAsync)
            {
                types.Add("global::System.Threading.CancellationToken");
                types.Add($"global::System.Threading.Tasks.Task{(callback.HasOutput ? $"<{Of(callback.Output)}>" : "")}");
            }
            else if (callback.HasOutput)
            {
                types.Add(Of(callback.Output));
            }

            string name = callback.IsAsync || callback.HasOutput ? "Func" : "Action";
            return $"global::System.{name}{(types.Count == 0 ? "" : $"<{string.Join(", ", types)}>")}";
        }
    }

    /// <summary>The type of a use of a declared type: what it consists of, without parameters.</summary>
    public Body BodyOf(Named named) => _definitions[named.Path].Body.With(named.Arguments);

    /// <summary>Whether a value may have objects, bytes or streams in it.</summary>
    public bool HasHandles(Shape shape)
    {
        return Has(shape, []);

        bool Has(Shape shape, HashSet<Shape> seen) => Resolve(shape) switch
        {
            ItemStream or Scalar { Name: "bytes" } => true,
            Named named when BodyOf(named) is ObjectBody => true,
            Named named => seen.Add(named) && BodyOf(named).Shapes.Any(inner => Has(inner, seen)),
            var other => other.Children.Any(inner => Has(inner, seen)),
        };
    }

    /// <summary>What a member is besides, if it is a time of the rarer kind.</summary>
    public IEnumerable<string> TimeKind(Shape shape) =>
        HasSystemTimes && HasTextTimes && Resolve(shape) is Scalar { Name: "system_time" } or Option { Some: Scalar { Name: "system_time" } }
            ? ["SystemTime"]
            : [];

    // C# has one type for both, and a type has one form in JSON: only a member can have another one.
    private bool HasHiddenTime(IEnumerable<Export> exports)
    {
        return exports.Any(export => IsTime(export.Output))
            || _seen.Any(shape => shape is not Option && shape.Children.Any(IsTime))
            || _seen.OfType<Named>().Any(named => BodyOf(named) is EnumBody body
                && body.Variants.Any(variant => variant.Body is NewtypeBody newtype && IsTime(newtype.Content)));

        bool IsTime(Shape shape) => TimeKind(shape).Any();
    }

    private void Use(Shape shape)
    {
        Shape resolved = Resolve(shape);
        if (!_seen.Add(resolved))
        {
            return;
        }

        if (resolved is Scalar scalar)
        {
            _scalars.Add(scalar.Name);
        }

        foreach (Shape child in resolved.Children)
        {
            Use(child);
        }

        if (resolved is Named named)
        {
            Declare(named);
            Body body = BodyOf(named);
            foreach (Shape content in body.Shapes.Concat(body.Members.Select(MemberShape)))
            {
                Use(content);
            }
        }

        // Without its annotation, a class that may be null is the class.
        if (resolved is not Option || IsValueType(resolved))
        {
            _used.TryAdd(Reference(resolved, isAnnotated: false), resolved);
        }
    }

    private void Declare(Named named)
    {
        Definition definition = _definitions[named.Path];
        if (_definitions.IsCopied(named))
        {
            string copy = _names.OfCopy(definition, named.Arguments.Select(NameOf));
            _copies.TryAdd(named, new(copy, _qualifier + copy, definition, BodyOf(named), []));
        }
        else
        {
            string name = _names.Of(definition);
            _generic.TryAdd(named.Path, new(name, _qualifier + name, definition, definition.Body, ParametersOf(definition, name)));
        }
    }

    private static string[] ParametersOf(Definition definition, string name)
    {
        NameScope scope = new("Type", [name]);
        return [.. definition.Parameters.Select(parameter => scope.Take(Naming.TypeParameter(parameter)))];
    }

    /// <summary>The shape as a part of another name. Several shapes may have the same.</summary>
    public string NameOf(Shape shape) => Resolve(shape) switch
    {
        Scalar scalar => ScalarTypes.NameOf(scalar.Name),
        Option option => $"Optional{NameOf(option.Some)}",
        List list => $"ListOf{NameOf(list.Item)}",
        Map map => $"MapOf{NameOf(map.Key)}To{NameOf(map.Value)}",
        Tuple tuple => string.Join("And", tuple.Items.Select(NameOf)),
        ItemStream stream => $"StreamOf{NameOf(stream.Item)}{(stream.Error is null ? "" : $"Or{NameOf(stream.Error)}")}",
        Callback callback => $"CallbackFrom{NameOf(callback.Input)}To{NameOf(callback.Output)}",
        Named named when _definitions.IsCopied(named) => TypeOf(named).Name,
        Named named => _names.Of(_definitions[named.Path]) + (named.Arguments.Count == 0 ? "" : $"Of{string.Join("And", named.Arguments.Select(NameOf))}"),
        _ => throw new InvalidOperationException($"{shape}"),
    };
}

/// <summary>The C# types of the values that no crate defines.</summary>
internal static class ScalarTypes
{
    private static readonly Dictionary<string, (string Type, string Name)> s_types = new()
    {
        ["bool"] = ("bool", "Boolean"),
        ["i8"] = ("sbyte", "SByte"),
        ["i16"] = ("short", "Int16"),
        ["i32"] = ("int", "Int32"),
        ["i64"] = ("long", "Int64"),
        ["i128"] = ("global::System.Int128", "Int128"),
        ["u8"] = ("byte", "Byte"),
        ["u16"] = ("ushort", "UInt16"),
        ["u32"] = ("uint", "UInt32"),
        ["u64"] = ("ulong", "UInt64"),
        ["u128"] = ("global::System.UInt128", "UInt128"),
        ["f32"] = ("float", "Single"),
        ["f64"] = ("double", "Double"),
        ["char"] = ("global::System.Text.Rune", "Rune"),
        ["string"] = ("string", "String"),
        ["unit"] = ("global::System.ValueTuple", "Unit"),
        ["duration"] = ("global::System.TimeSpan", "TimeSpan"),
        ["system_time"] = ("global::System.DateTimeOffset", "DateTimeOffset"),
        ["timestamp"] = ("global::System.DateTimeOffset", "DateTimeOffset"),
        ["uuid"] = ("global::System.Guid", "Guid"),
        ["decimal"] = ("decimal", "Decimal"),
        ["base64"] = ("byte[]", "Bytes"),
        ["bytes"] = ("global::RustInterop.RustBytes", "RustBytes"),
        ["lent_bytes"] = ($"{GeneratedCode.Runtime}.LentBytes", "LentBytes"),
        ["ip_address"] = ("global::System.Net.IPAddress", "IPAddress"),
        ["path"] = ("string", "Path"),
        ["any"] = ("global::System.Text.Json.JsonElement", "JsonElement"),
    };

    public static string Of(string scalar) => Find(scalar).Type;

    /// <summary>As a part of another name.</summary>
    public static string NameOf(string scalar) => Find(scalar).Name;

    private static (string Type, string Name) Find(string scalar) =>
        s_types.TryGetValue(scalar, out (string Type, string Name) type) ? type : throw new FormatException($"the shape \"{scalar}\" is unknown");
}
