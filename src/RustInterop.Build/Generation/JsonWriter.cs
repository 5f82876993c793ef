namespace RustInterop.Build;

/// <summary>Writes how the types of a library are read from JSON and written to it.</summary>
internal sealed class JsonWriter(Code code, TypeModel model)
{
    private const string Accessor = "global::System.Runtime.CompilerServices.UnsafeAccessor";
    private const string AccessorKind = "global::System.Runtime.CompilerServices.UnsafeAccessorKind";

    /// <summary>The kinds of a member.</summary>
    public static string Kinds(IEnumerable<string> kinds) =>
        string.Join(" | ", kinds.Where(kind => kind != "None").DefaultIfEmpty("None").Select(kind => $"{GeneratedCode.Runtime}.JsonMemberKind.{kind}"));

    /// <summary>The method that makes an object of a handle.</summary>
    public static string ObjectFactory(DeclaredType type) => $"__Json.{AccessorClass(type)}.Create";

    public void Write(ExportWriter exports)
    {
        code.Gap();
        using (code.Block("file static class __Json"))
        {
            code.Line($"internal static readonly {GeneratedCode.Runtime}.JsonTypes Types = Create();");
            code.Gap();
            using (code.Block($"private static {GeneratedCode.Runtime}.JsonTypes Create()"))
            {
                code.Line($"{GeneratedCode.Runtime}.JsonTypes types = new();");
                if (model.HasSystemTimes && !model.HasTextTimes)
                {
                    code.Line("types.AddSystemTime();");
                }

                exports.WriteArguments("types");
                foreach (Shape shape in model.Used)
                {
                    WriteAddition(shape);
                }

                code.Line("return types;");
            }

            foreach (DeclaredType type in model.Declared)
            {
                WriteAccessors(type);
            }
        }
    }

    /// <summary>The class that creates records, and sets their members.</summary>
    /// <param name="type">The record, or the enum of a variant.</param>
    /// <param name="arguments">What stands for the parameters of the type.</param>
    /// <param name="variant">The variant.</param>
    public static string Accessors(DeclaredType type, string arguments, string? variant = null) => $"__Json.{AccessorClass(type, variant)}{arguments}";

    private static string AccessorClass(DeclaredType type, string? variant = null) => variant is null ? $"{type.Name}_" : $"{type.Name}_{variant}_";

    private string Plain(Shape shape) => model.Reference(shape, isAnnotated: false);

    private void WriteAddition(Shape shape)
    {
        switch (shape)
        {
            case Option { Some: var some } when model.IsValueType(some) && !model.IsNullable(some):
                code.Line($"types.AddNullable<{Plain(some)}>();");
                break;
            case Optional { Present: var present }:
                code.Line($"types.AddOptional<{Plain(present)}>();");
                break;
            case List list:
                code.Line($"types.AddList<{Plain(list.Item)}>();");
                break;
            case Map map:
                code.Line($"types.AddMap<{Plain(map.Key)}, {Plain(map.Value)}>();");
                break;
            case ItemStream stream:
                string error = stream.Error is null ? "" : $", {Plain(stream.Error)}";
                code.Line($"types.AddStream<{Plain(stream.Item)}{error}>(hasHandles: {(model.HasHandles(stream.Item) ? "true" : "false")});");
                break;
            case Callback callback:
                WriteCallback(callback);
                break;
            case Tuple tuple:
                WriteTuple(tuple.Items);
                break;
            case Named named:
                WriteNamed(named, model.TypeOf(named));
                break;
        }
    }

    private void WriteCallback(Callback callback)
    {
        string types = $"{Plain(callback)}, {Plain(callback.Input)}, {Plain(callback.Output)}";
        IEnumerable<string> inputs = callback.Parameters.Count == 1 ? ["input"] : callback.Parameters.Select((_, index) => $"input.Item{index + 1}");
        string call = $"callback({string.Join(", ", callback.IsAsync ? inputs.Append("cancellationToken") : inputs)})";
        code.Line((callback.IsAsync, callback.HasOutput) switch
        {
            (false, true) => $"types.AddCallback<{types}>(static (callback, input) => {call}{DirectCallback.Arguments(callback, model)});",
            (false, false) => $"types.AddCallback<{types}>(static (callback, input) => {{ {call}; return default; }}{DirectCallback.Arguments(callback, model)});",
            (true, true) => $"types.AddAsyncCallback<{types}>(static (callback, input, cancellationToken) => {call});",
            (true, false) => $"types.AddAsyncCallback<{types}>(static async (callback, input, cancellationToken) => {{ await {call}.ConfigureAwait(false); return default; }});",
        });
    }

    private void WriteTuple(Shapes items)
    {
        string tuple = Plain(new Tuple(items));
        code.Line($"types.AddTuple<{tuple}>({string.Join(", ", items.Select((item, index) =>
            $"new {GeneratedCode.Runtime}.JsonItem<{tuple}, {Plain(item)}>(static (ref {tuple} tuple) => ref tuple.Item{index + 1})"))});");
    }

    private void WriteNamed(Named named, DeclaredType type)
    {
        string self = Plain(named);
        string arguments = type.Parameters.Count == 0 ? "" : $"<{string.Join(", ", named.Arguments.Select(Plain))}>";
        switch (model.BodyOf(named))
        {
            case StructBody:
                string accessors = AccessorClass(type) + arguments;
                code.Line($"types.AddRecord<{self}>({accessors}.Create, {accessors}.Members);");
                break;
            case NewtypeBody { Content: var content }:
                code.Line($"types.AddWrapper<{self}, {Plain(content)}>(static record => record.Value, static value => new(value));");
                break;
            case TupleBody { Items: var items }:
                string tuple = Plain(new Tuple(items));
                code.Line($"types.AddWrapper<{self}, {tuple}>(static record => {Unpack("record", items)}, static value => new({Pack("value", items)}));");
                break;
            case ObjectBody:
                code.Line($"types.AddObject<{self}>({AccessorClass(type)}.Create);");
                break;
            case InterfaceBody body:
                using (code.Block($"types.AddInterface<{self}>(static () => new {GeneratedCode.Runtime}.JsonMember[]", "});"))
                {
                    foreach ((Method method, string name) in type.Methods(body))
                    {
                        code.Line($"new {GeneratedCode.Runtime}.JsonMember<{Plain(method.Shape)}>({Code.Literal(method.Name)}, static o => (({self})o).{name}, static (o, v) => {{ }}),");
                    }
                }

                break;
            case EnumBody { IsPlain: true } body:
                code.Line($"types.AddEnum<{self}>({string.Join(", ", type.Variants(body).Select(variant =>
                    $"({self}.{variant.Name}, {Code.Literal(variant.Variant.Name)})"))});");
                break;
            case EnumBody body:
                WriteEnumWithData(self, type, arguments, body);
                break;
        }
    }

    private void WriteEnumWithData(string self, DeclaredType type, string arguments, EnumBody body)
    {
        string? tag = body.Content is null ? body.Tag : null;
        string method = body.IsUntagged ? "AddUntagged" : body.Tag is null ? "AddExternallyTagged" : body.Content is null ? "AddInternallyTagged" : "AddAdjacentlyTagged";
        List<string> parts = [.. new[] { body.Tag, body.Content }.OfType<string>().Select(Code.Literal)];
        foreach ((Variant variant, string name) in type.Variants(body))
        {
            string record = $"{self}.{name}";
            string literal = Code.Literal(variant.Name);
            switch (variant.Body)
            {
                case StructBody:
                    string accessors = AccessorClass(type, name) + arguments;
                    code.Line($"types.AddRecord<{record}>({accessors}.Create, {accessors}.Members);");
                    parts.Add($"new {GeneratedCode.Runtime}.JsonRecordVariant<{self}, {record}>({literal})");
                    break;
                case UnitBody when tag is not null:
                    code.Line($"types.AddRecord<{record}>(static () => new(), static () => new {GeneratedCode.Runtime}.JsonMember[] {{ {TagMember(tag, variant)} }});");
                    parts.Add($"new {GeneratedCode.Runtime}.JsonRecordVariant<{self}, {record}>({literal})");
                    break;
                case UnitBody:
                    parts.Add($"new {GeneratedCode.Runtime}.JsonUnitVariant<{self}, {record}>({literal})");
                    break;
                case NewtypeBody { Content: var content }:
                    parts.Add($"new {GeneratedCode.Runtime}.JsonVariant<{self}, {record}, {Plain(content)}>({literal}, static record => record.Value, static value => new(value))");
                    break;
                case TupleBody { Items: var items }:
                    parts.Add($"new {GeneratedCode.Runtime}.JsonVariant<{self}, {record}, {Plain(new Tuple(items))}>({literal}, static record => {Unpack("record", items)}, static value => new({Pack("value", items)}))");
                    break;
            }
        }

        code.Line($"types.{method}<{self}>(");
        for (int i = 0; i < parts.Count; i++)
        {
            code.Line($"    {parts[i]}{(i + 1 < parts.Count ? "," : ");")}");
        }
    }

    private static string TagMember(string tag, Variant variant) =>
        $"{GeneratedCode.Runtime}.JsonMember.Tag({Code.Literal(tag)}, {Code.Literal(variant.Name)})";

    private static string Unpack(string record, Shapes items) =>
        items.Count == 1 ? $"global::System.ValueTuple.Create({Pack(record, items)})" : $"({Pack(record, items)})";

    private static string Pack(string tuple, Shapes items) => string.Join(", ", items.Select((_, index) => $"{tuple}.Item{index + 1}"));

    private void WriteAccessors(DeclaredType type)
    {
        if (type.Body is ObjectBody)
        {
            code.Gap();
            using (code.Block($"internal static class {AccessorClass(type)}"))
            {
                code.Line($"[{Accessor}({AccessorKind}.Constructor)]");
                code.Line($"internal static extern {type.Self} Create({GeneratedCode.Handle} handle);");
            }
        }
        else if (type.Body is StructBody fields)
        {
            WriteAccessors(type, AccessorClass(type), type.Self, type.Name, fields, []);
        }
        else if (type.Body is EnumBody { IsPlain: false } body)
        {
            foreach ((Variant variant, string name) in type.Variants(body))
            {
                if (variant.Body is StructBody fieldsOfVariant)
                {
                    WriteAccessors(type, AccessorClass(type, name), $"{type.Self}.{name}", name, fieldsOfVariant,
                        body is { Tag: { } tag, Content: null } ? [TagMember(tag, variant)] : []);
                }
            }
        }
    }

    // The members are set by their accessors, so that users cannot change them, and System.Text.Json does not have to collect all of
    // them first.
    private void WriteAccessors(DeclaredType type, string accessors, string self, string name, StructBody body, string[] tags)
    {
        IReadOnlyList<(Field Field, string Name)> members = type.Members(body, name);
        code.Gap();
        using (code.Block($"internal static class {accessors}{type.ParameterList}"))
        {
            using (code.Block($"internal static {GeneratedCode.Runtime}.JsonMember[] Members() => new {GeneratedCode.Runtime}.JsonMember[]", "};"))
            {
                foreach (string tag in tags)
                {
                    code.Line($"{tag},");
                }

                foreach ((Field field, string member) in members)
                {
                    code.Line($"new {GeneratedCode.Runtime}.JsonMember<{TypeOf(field, type)}>({Code.Literal(field.Name)}, static o => (({self})o).{member}, static (o, v) => {member}(({self})o, v!), {Kinds(KindsOf(field))}),");
                }
            }

            code.Gap();
            code.Line($"[{Accessor}({AccessorKind}.Constructor)]");
            code.Line($"internal static extern {self} Create();");
            foreach ((Field field, string member) in members)
            {
                code.Gap();
                code.Line($"[{Accessor}({AccessorKind}.Method, Name = \"set_{member}\")]");
                code.Line($"internal static extern void {member}({self} record, {TypeOf(field, type)} value);");
            }
        }
    }

    private string TypeOf(Field field, DeclaredType type) =>
        model.Reference(model.MemberShape(field), type.Parameters, isAnnotated: false);

    private IEnumerable<string> KindsOf(Field field)
    {
        bool isNullable = model.IsNullable(field.Shape);
        bool mayBeNull = isNullable || model.Resolve(field.Shape) is Optional or Parameter or Scalar { Name: "any" or "unit" };
        return
        [
            .. mayBeNull ? ["Nullable"] : Array.Empty<string>(),
            .. field.IsSkippedAtTimes || field.Direction == "input" ? ["Optional"] : Array.Empty<string>(),
            .. field.IsAbsentAtTimes && (field.HasDefault || !isNullable) ? ["LeftOut"] : Array.Empty<string>(),
            .. field.Direction == "output" ? ["OutputOnly"] : Array.Empty<string>(),
            .. field.IsFlattened ? ["Flattened"] : Array.Empty<string>(),
            .. model.TimeKind(field.Shape),
        ];
    }
}
