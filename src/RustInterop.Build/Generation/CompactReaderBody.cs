namespace RustInterop.Build;

/// <summary>Writes the method that reads a type in compact form, by <c>r</c>.</summary>
internal sealed class CompactReaderBody(Code code, TypeModel model, CompactTypes types, Shape shape)
{
    public void Write()
    {
        switch (shape)
        {
            case Option { Some: var some }:
                // A conditional expression would make of null the default of a value type.
                using (code.Block("if (r.ReadBoolean())"))
                {
                    code.Line($"return {types.Read(some)};");
                }

                code.Gap();
                code.Line("return null;");
                break;
            case List list:
                WriteList(list);
                break;
            case Map map:
                WriteMap(map);
                break;
            case Tuple tuple:
                Within(() => WriteItems(tuple.Items, ""));
                break;
            case Named named:
                WriteNamed(named);
                break;
            default:
                throw new FormatException($"the shape {shape} has no compact form");
        }
    }

    private void WriteList(List list) => Within(() =>
    {
        string item = model.Reference(list.Item);
        code.Line("int count = r.ReadCount();");
        code.Line($"{item}[] value = count == 0 ? global::System.Array.Empty<{item}>() : new {item}[count];");
        using (code.Block("for (int i = 0; i < count; i++)"))
        {
            code.Line($"value[i] = {types.Read(list.Item)};");
        }

        code.Gap();
    });

    private void WriteMap(Map map) => Within(() =>
    {
        string dictionary = $"global::System.Collections.Generic.Dictionary<{model.Reference(map.Key)}, {model.Reference(map.Value)}>";
        code.Line("int count = r.ReadCount();");
        code.Line($"{dictionary} value = new(count);");
        using (code.Block("for (int i = 0; i < count; i++)"))
        {
            using (code.Block($"if (!value.TryAdd({types.Read(map.Key)}, {types.Read(map.Value)}))"))
            {
                code.Line($"throw {GeneratedCode.Runtime}.CompactReader.Malformed();");
            }
        }

        code.Gap();
    });

    private void WriteNamed(Named named)
    {
        DeclaredType type = model.TypeOf(named);
        string self = model.Reference(named, isAnnotated: false);
        switch (model.BodyOf(named))
        {
            case StructBody body:
                Within(() => WriteMembers(named, type, body, variant: null, self));
                break;
            case NewtypeBody body:
                code.Line($"return new {self}({types.Read(body.Content)});");
                break;
            case TupleBody body:
                Within(() => WriteItems(body.Items, $"new {self}"));
                break;
            case EnumBody { IsPlain: true } body:
                code.Line($"return ({self})r.ReadIndex({body.Variants.Count});");
                break;
            case EnumBody body:
                WriteVariants(named, type, body, self);
                break;
            case var other:
                throw new FormatException($"{named.Path} has no compact form: {other}");
        }
    }

    private void WriteVariants(Named named, DeclaredType type, EnumBody body, string self)
    {
        using (code.Block("switch (r.ReadIndex())"))
        {
            IReadOnlyList<(Variant Variant, string Name)> variants = type.Variants(body);
            for (int i = 0; i < variants.Count; i++)
            {
                (Variant variant, string name) = variants[i];
                string record = $"{self}.{name}";
                using (code.Block($"case {i}:"))
                {
                    switch (variant.Body)
                    {
                        case StructBody fields:
                            Within(() => WriteMembers(named, type, fields, name, record));
                            break;
                        case NewtypeBody { Content: var content }:
                            Within(() => code.Line($"{record} value = new({types.Read(content)});"));
                            break;
                        case TupleBody { Items: var items }:
                            Within(() => WriteItems(items, $"new {record}"));
                            break;
                        default:
                            code.Line($"return new {record}();");
                            break;
                    }
                }
            }

            code.Line("default:");
            code.Line($"    throw {GeneratedCode.Runtime}.CompactReader.Malformed();");
        }
    }

    private void WriteMembers(Named named, DeclaredType type, StructBody body, string? variant, string record)
    {
        string arguments = type.Parameters.Count == 0 ? "" : $"<{string.Join(", ", named.Arguments.Select(argument => model.Reference(argument, isAnnotated: false)))}>";
        string accessors = JsonWriter.Accessors(type, arguments, variant);
        (Field Field, string Name)[] members = [.. type.Members(body, variant ?? type.Name).Where(member => member.Field.Direction != "input")];
        code.Line($"{record} value = {accessors}.Create();");
        foreach ((Field field, string member) in members)
        {
            code.Line($"{accessors}.{member}(value, {types.Read(field.Shape)});");
        }

        if (members.Length == 0)
        {
            code.Line("r.ReadUnit();");
        }
    }

    private void WriteItems(Shapes items, string type)
    {
        code.Line($"r.ReadCount({items.Count});");
        string values = string.Join(", ", items.Select(types.Read));
        code.Line(type.Length == 0 && items.Count == 1
            ? $"{model.Reference(shape)} value = new({values});"
            : $"{(type.Length == 0 ? model.Reference(shape) : "var")} value = {type}({values});");
    }

    private void Within(Action write)
    {
        code.Line("r.Enter();");
        write();
        code.Line("r.Leave();");
        code.Line("return value;");
    }
}
