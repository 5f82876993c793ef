namespace RustInterop.Build;

/// <summary>Writes the classes with the exports of a library, and what calls them.</summary>
internal sealed class ExportWriter
{
    private const string LibraryProperty = "Library";
    private const string RuntimeLibrary = "RustLibrary";

    private readonly Code _code;
    private readonly TypeModel _model;
    private readonly CompactTypes _compact;
    private readonly CodeSettings _settings;
    private readonly ExportMethod[] _methods;
    private readonly string _libraryProperty;

    public ExportWriter(Code code, TypeModel model, CompactTypes compact, CodeSettings settings, IReadOnlyList<Export> exports)
    {
        _code = code;
        _model = model;
        _compact = compact;
        _settings = settings;
        // A class has no member of its own name.
        _libraryProperty = settings.ClassName == LibraryProperty ? RuntimeLibrary : LibraryProperty;
        _methods = [.. exports.GroupBy(export => export.Type).SelectMany(MethodsOf)];
    }

    /// <summary>The methods.</summary>
    public void WriteClass()
    {
        _code.Gap();
        _code.Line($"/// <summary>The exports of the Rust library <c>{_settings.Library}</c>, which the first call loads. Thread-safe.</summary>");
        using (_code.Block($"{_settings.Access} static partial class {_settings.ClassName}"))
        {
            _code.Line("/// <summary>The library itself: where it is, and what it logs. Its members load it.</summary>");
            _code.Line($"public static global::RustInterop.{RuntimeLibrary} {_libraryProperty} => __Exports.s_library.Library;");
            WriteMethods(type: null);
        }
    }

    /// <summary>The class of an object with its methods.</summary>
    public void WriteObject(DeclaredType type)
    {
        _code.Gap();
        XmlDocs.Write(_code, _model.Docs.GetValueOrDefault(type.Definition.Path));
        using (_code.Block($"{_settings.Access} sealed partial class {type.Name} : global::RustInterop.RustObject"))
        {
            _code.Line($"private {type.Name}({GeneratedCode.Handle} handle)");
            _code.Line("    : base(handle)");
            _code.Line("{");
            _code.Line("}");
            WriteMethods(type);
        }
    }

    /// <summary>What the methods call.</summary>
    public void WriteBindings()
    {
        _code.Gap();
        using (_code.Block("file static class __Exports"))
        {
            _code.Line($"internal static readonly {GeneratedCode.Runtime}.GeneratedLibrary s_library = new({Code.Literal(_settings.Library)}, typeof({_settings.Qualifier}{_settings.ClassName}).Assembly);");
            foreach (ExportMethod method in _methods)
            {
                _code.Gap();
                _code.Line($"internal static readonly {GeneratedCode.Runtime}.GeneratedExport<{method.TypeArguments}> {method.Binding} = new(");
                _code.Line($"    s_library, {Code.Literal(method.Export.Symbol)}, __Json.Types, {method.ErrorBinding},");
                _code.Line($"    static () => {Utf8Literal(method.Export.Shape)});");
            }
        }

        foreach (ExportMethod method in _methods.Where(method => method.HasArgumentsRecord))
        {
            _code.Gap();
            using (_code.Block($"file sealed class {method.ArgumentsRecord}"))
            {
                foreach (MethodParameter member in method.Arguments)
                {
                    _code.Line($"internal {member.Type} {member.Name};");
                }
            }
        }
    }

    /// <summary>Says how the parameters are written in JSON.</summary>
    public void WriteArguments(string types)
    {
        foreach (ExportMethod method in _methods.Where(method => method.HasArgumentsRecord))
        {
            using (_code.Block($"{types}.AddRecord<{method.ArgumentsRecord}>(static () => new(), static () => new {GeneratedCode.Runtime}.JsonMember[]", "});"))
            {
                foreach (MethodParameter member in method.Arguments)
                {
                    string kind = _model.IsNullable(member.Shape) ? "Nullable" : "None";
                    _code.Line($"new {GeneratedCode.Runtime}.JsonMember<{member.Type}>({Code.Literal(member.JsonName)}, static o => (({method.ArgumentsRecord})o).{member.Name}!, static (o, v) => {{ }}, {JsonWriter.Kinds([kind, .. _model.TimeKind(member.Shape)])}),");
                }
            }
        }
    }

    private IEnumerable<ExportMethod> MethodsOf(IGrouping<Named?, Export> exports)
    {
        DeclaredType? type = exports.Key is null ? null : _model.TypeOf(exports.Key);
        NameScope scope = type is null
            ? new("Function", [.. Naming.MembersOfObjects, _libraryProperty, _settings.ClassName])
            : new("Method", [.. Naming.MembersOfObjects, "Dispose", type.Name, .. exports.Any(export => export.IsConstructor) ? ["CreateAsync"] : Array.Empty<string>()]);
        // An export of another crate gives way to one of the library's own.
        return exports.OrderBy(export => export.Crate != _settings.Library).Select(export =>
            new ExportMethod(export, type, _model, export.IsConstructor ? "Create" : scope.Take(Naming.Pascal(export.Name), "Async")));
    }

    private void WriteMethods(DeclaredType? type)
    {
        foreach (ExportMethod method in _methods.Where(method => method.Type == type))
        {
            if (method.Stream is not null)
            {
                WriteMethod(method, MethodForm.Enumeration);
                continue;
            }

            if (method.Export.IsConstructor)
            {
                WriteConstructor(method);
            }
            else
            {
                WriteMethod(method, MethodForm.Blocking);
            }

            WriteMethod(method, method.Export.IsShort ? MethodForm.ShortTask : MethodForm.Task);
        }
    }

    private void WriteMethod(ExportMethod method, MethodForm form)
    {
        WriteDocs(method, form);
        using (_code.Block($"public {(method.Export.HasReceiver ? "" : "static ")}{method.Signature(form)}"))
        {
            WriteCall(method, form);
        }
    }

    // The arguments are checked before the object is made, and a constructor can do nothing before it calls another one.
    private void WriteConstructor(ExportMethod method)
    {
        WriteDocs(method, MethodForm.Blocking);
        _code.Line($"public {method.Type!.Name}({method.ParameterList})");
        _code.Line($"    : base(__New({string.Join(", ", method.Parameters.Select(parameter => parameter.Name))}))");
        _code.Line("{");
        _code.Line("}");
        _code.Gap();
        using (_code.Block($"private static {method.Type.Self} __New({method.ParameterList})"))
        {
            WriteCall(method, MethodForm.Blocking);
        }
    }

    private void WriteDocs(ExportMethod method, MethodForm form)
    {
        _code.Gap();
        XmlDocs.WriteExport(_code, method.Export.Docs.GetValueOrDefault(""), method.Errors, form, method.Export.HasReceiver);
    }

    private void WriteCall(ExportMethod method, MethodForm form)
    {
        foreach (MethodParameter parameter in method.Parameters.Where(parameter => method.IsNeverNull(parameter)))
        {
            _code.Line($"global::System.ArgumentNullException.ThrowIfNull({parameter.Name});");
        }

        if (form == MethodForm.ShortTask)
        {
            _code.Line($"return {GeneratedCode.Runtime}.ShortCall.{method.QueuedCall()};");
            return;
        }

        if (form == MethodForm.Blocking)
        {
            DirectCall.Write(_code, method, _model, _compact);
        }

        _code.Line($"{(form != MethodForm.Blocking || method.HasOutput ? "return " : "")}__Exports.{method.Binding}.{method.Call(form)};");
    }

    // The quotes around a raw literal outnumber those in it.
    private static string Utf8Literal(string text)
    {
        int run = 0;
        int longest = 0;
        foreach (char character in text)
        {
            run = character == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        string quotes = new('"', Math.Max(3, longest + 1));
        return $"{quotes}{text}{quotes}u8";
    }
}
