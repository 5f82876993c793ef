namespace RustInterop.Build;

/// <summary>Writes the method that writes a type in compact form: <c>value</c> by <c>w</c>.</summary>
internal sealed class CompactWriterBody(Code code, TypeModel model, CompactTypes types, Shape shape)
{
    public void Write()
    {
        switch (shape)
        {
            case Option { Some: var some }:
                using (code.Block("if (value is { } some)"))
                {
                    code.Line("w.WriteSome();");
                    WriteValue(some, "some");
                }

                using (code.Block("else"))
                {
                    code.Line("w.WriteNone();");
                }

                break;
            case List list:
                WriteList(list);
                break;
            case Map map:
                WriteMap(map);
                break;
            case Tuple tuple:
                Within(isNullable: false, () => WriteItems(tuple.Items, "value"));
                break;
            case Named named:
                WriteNamed(named);
                break;
            default:
                throw new FormatException($"the shape {shape} has no compact form");
        }
    }

    private void WriteList(List list)
    {
        Within(isNullable: true, () =>
        {
            code.Line($"global::System.ReadOnlySpan<{model.Reference(list.Item)}> items = {GeneratedCode.Runtime}.CompactWriter.SpanOf(value, out int count);");
            code.Line("w.WriteCount(count);");
            using (code.Block("for (int i = 0; i < count; i++)"))
            {
                WriteValue(list.Item, "(items.IsEmpty ? value[i] : items[i])");
            }
        });
    }

    private void WriteMap(Map map)
    {
        string types = $"{model.Reference(map.Key)}, {model.Reference(map.Value)}";
        Within(isNullable: true, () =>
        {
            code.Line("int place = w.Length;");
            code.Line("int count = 0;");
            code.Line("w.WriteCount(0);");
            // The enumerator of an interface is an object.
            foreach (string source in new[] { $"if (value is global::System.Collections.Generic.Dictionary<{types}> usual)", "else" })
            {
                using (code.Block(source))
                {
                    using (code.Block($"foreach (global::System.Collections.Generic.KeyValuePair<{types}> pair in {(source == "else" ? "value" : "usual")})"))
                    {
                        WriteValue(map.Key, "pair.Key");
                        WriteValue(map.Value, "pair.Value");
                        code.Line("count++;");
                    }
                }
            }

            code.Line("w.CorrectCount(place, count);");
        });
    }

    private void WriteNamed(Named named)
    {
        DeclaredType type = model.TypeOf(named);
        switch (model.BodyOf(named))
        {
            case StructBody body:
                Within(isNullable: true, () => WriteMembers(type, body, type.Name, "value"));
                break;
            case NewtypeBody body:
                // It is no level of its own.
                using (code.Block("if (value is null)"))
                {
                    code.Line("w.Refuse();");
                    code.Line("return;");
                }

                code.Gap();
                WriteValue(body.Content, "value.Value");
                break;
            case TupleBody body:
                Within(isNullable: true, () => WriteItems(body.Items, "value"));
                break;
            case EnumBody { IsPlain: true } body:
                code.Line($"w.WriteIndex((int)value, {body.Variants.Count});");
                break;
            case EnumBody body:
                Within(isNullable: true, () => WriteVariants(named, type, body));
                break;
            case var other:
                throw new FormatException($"{named.Path} has no compact form: {other}");
        }
    }

    private void WriteVariants(Named named, DeclaredType type, EnumBody body)
    {
        using (code.Block("switch (value)"))
        {
            IReadOnlyList<(Variant Variant, string Name)> variants = type.Variants(body);
            for (int i = 0; i < variants.Count; i++)
            {
                (Variant variant, string name) = variants[i];
                using (code.Block($"case {model.Reference(named, isAnnotated: false)}.{name} variant:"))
                {
                    code.Line($"w.WriteIndex({i});");
                    switch (variant.Body)
                    {
                        case StructBody fields:
                            WriteMembers(type, fields, name, "variant");
                            break;
                        case NewtypeBody { Content: var content }:
                            WriteValue(content, "variant.Value");
                            break;
                        case TupleBody { Items: var items }:
                            WriteItems(items, "variant");
                            break;
                    }

                    code.Line("break;");
                }
            }

            code.Line("default:");
            code.Line("    w.Refuse();");
            code.Line("    break;");
        }
    }

    private void WriteMembers(DeclaredType type, StructBody body, string name, string record)
    {
        (Field Field, string Name)[] members = [.. type.Members(body, name).Where(member => member.Field.Direction != "output")];
        foreach ((Field field, string member) in members)
        {
            // What never comes back is nullable in C#, whatever it is in Rust.
            Shape inCSharp = model.MemberShape(field);
            if (inCSharp is Option { Some: var some } && some.Equals(field.Shape))
            {
                using (code.Block($"if ({record}.{member} is {{ }} {Local(member)})"))
                {
                    WriteValue(field.Shape, Local(member));
                }

                using (code.Block("else"))
                {
                    code.Line("w.Refuse();");
                }
            }
            else
            {
                WriteValue(field.Shape, $"{record}.{member}");
            }
        }

        if (members.Length == 0)
        {
            code.Line("w.WriteUnit();");
        }
    }

    private static string Local(string member) => $"__{member}";

    private void WriteItems(Shapes items, string tuple)
    {
        code.Line($"w.WriteCount({items.Count});");
        for (int i = 0; i < items.Count; i++)
        {
            WriteValue(items[i], $"{tuple}.Item{i + 1}");
        }
    }

    private void WriteValue(Shape part, string value) => code.Line(types.Write(part, "w", value));

    private void Within(bool isNullable, Action write)
    {
        using (code.Block($"if ({(isNullable ? "value is null || " : "")}!w.Enter())"))
        {
            code.Line("w.Refuse();");
            code.Line("return;");
        }

        code.Gap();
        write();
        code.Line("w.Leave();");
    }
}
