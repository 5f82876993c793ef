namespace RustInterop.Build;

/// <summary>Writes the declaration of a type.</summary>
internal sealed class TypeWriter(Code code, TypeModel model, DeclaredType type, string access)
{
    public void Write()
    {
        code.Gap();
        string path = type.Definition.Path;
        XmlDocs.Write(code, Docs(path));
        switch (type.Body)
        {
            case EnumBody { IsPlain: true } body:
                WritePlainEnum(body);
                break;
            case EnumBody body:
                WriteHierarchy(body);
                break;
            case InterfaceBody body:
                WriteInterface(body);
                break;
            default:
                WriteRecord($"{access} sealed partial record {type.Name}{type.ParameterList}", "", type.Body, type.Name, path);
                break;
        }
    }

    private string? Docs(string path) => model.Docs.GetValueOrDefault(path);

    private string Reference(Shape shape) => model.Reference(shape, type.Parameters);

    private void WritePlainEnum(EnumBody body)
    {
        using (code.Block($"{access} enum {type.Name}"))
        {
            foreach ((Variant variant, string name) in type.Variants(body))
            {
                code.Gap();
                XmlDocs.Write(code, Docs($"{type.Definition.Path}.{variant.RustName}"));
                code.Line($"{name},");
            }
        }
    }

    private void WriteInterface(InterfaceBody body)
    {
        using (code.Block($"{access} partial interface {type.Name}"))
        {
            foreach ((Method method, string name) in type.Methods(body))
            {
                Callback function = (Callback)model.Resolve(method.Shape);
                code.Gap();
                XmlDocs.WriteMethod(code, Docs($"{type.Definition.Path}.{method.Name}"), function.Error is { } error ? Reference(error) : null);
                NameScope scope = new("Value", []);
                IEnumerable<string> parameters = method.Parameters.Zip(
                    function.Parameters, (parameter, shape) => $"{Reference(shape)} {scope.Take(Naming.Camel(parameter))}");
                code.Line($"{(function.HasOutput ? Reference(function.Output) : "void")} {name}({string.Join(", ", parameters)});");
            }
        }
    }

    private void WriteHierarchy(EnumBody body)
    {
        using (code.Block($"{access} abstract partial record {type.Name}{type.ParameterList}"))
        {
            using (code.Block($"private {type.Name}()"))
            {
            }

            foreach ((Variant variant, string name) in type.Variants(body))
            {
                string path = $"{type.Definition.Path}.{variant.RustName}";
                code.Gap();
                XmlDocs.Write(code, Docs(path));
                WriteRecord($"public sealed partial record {name}", $" : {type.Self}", variant.Body, name, path);
            }
        }
    }

    private void WriteRecord(string declaration, string inheritance, Body body, string name, string path)
    {
        switch (body)
        {
            case StructBody { Fields.Count: > 0 } fields:
                using (code.Block(declaration + inheritance))
                {
                    foreach ((Field field, string member) in type.Members(fields, name))
                    {
                        code.Gap();
                        XmlDocs.Write(code, Docs($"{path}.{field.RustName}"));
                        code.Line($"public {MemberType(field)} {member} {{ get; init; }}");
                    }
                }

                break;
            case NewtypeBody { Content: var content }:
                WriteParameter("Value", $"{path}.0");
                code.Line($"{declaration}({Reference(content)} Value){inheritance};");
                break;
            case TupleBody { Items: var items }:
                for (int i = 0; i < items.Count; i++)
                {
                    WriteParameter($"Item{i + 1}", $"{path}.{i}");
                }

                code.Line($"{declaration}({string.Join(", ", items.Select((item, index) => $"{Reference(item)} Item{index + 1}"))}){inheritance};");
                break;
            default:
                code.Line($"{declaration}{inheritance};");
                break;
        }
    }

    private void WriteParameter(string name, string path)
    {
        if (Docs(path) is { } docs)
        {
            XmlDocs.WriteParameter(code, name, docs);
        }
    }

    private string MemberType(Field field)
    {
        string required = field.IsOptional || model.IsNullable(field.Shape) ? "" : "required ";
        return $"{required}{Reference(model.MemberShape(field))}";
    }
}
