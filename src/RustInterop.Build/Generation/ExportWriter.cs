namespace RustInterop.Build;

/// <summary>Writes the class with the exports of a library, and what calls them.</summary>
internal sealed class ExportWriter
{
    private const string LibraryProperty = "Library";
    private const string RuntimeLibrary = "RustLibrary";

    private readonly Code _code;
    private readonly TypeModel _model;
    private readonly CodeSettings _settings;
    private readonly ExportMethod[] _methods;
    private readonly string _libraryProperty;

    public ExportWriter(Code code, TypeModel model, CodeSettings settings, IReadOnlyList<Export> exports)
    {
        _code = code;
        _model = model;
        _settings = settings;
        // A class has no member of its own name.
        _libraryProperty = settings.ClassName == LibraryProperty ? RuntimeLibrary : LibraryProperty;
        NameScope scope = new("Function", ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString", _libraryProperty, settings.ClassName]);
        // An export of another crate gives way to one of the library's own.
        _methods = [.. exports.OrderBy(export => export.Crate != settings.Library).Select(export => new ExportMethod(
            export, model, scope.Take(Naming.Pascal(export.Name), "Async")))];
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
            foreach (ExportMethod method in _methods)
            {
                WriteMethod(method, isAsync: false);
                WriteMethod(method, isAsync: true);
            }
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
                _code.Line($"internal static readonly {GeneratedCode.Runtime}.GeneratedExport<{method.TypeArguments}> {method.Name} = new(");
                _code.Line($"    s_library, {Code.Literal(method.Export.Symbol)}, __Json.Types, {method.ErrorBinding},");
                _code.Line($"    static () => {Utf8Literal(method.Export.Shape)});");
            }
        }

        foreach (ExportMethod method in _methods.Where(method => method.HasArgumentsRecord))
        {
            _code.Gap();
            using (_code.Block($"file sealed class {method.ArgumentsRecord}"))
            {
                foreach ((string name, string type, _) in method.Parameters)
                {
                    _code.Line($"internal {type} {name};");
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
                foreach ((string name, string type, Argument argument) in method.Parameters)
                {
                    string kind = _model.IsNullable(argument.Shape) ? "Nullable" : "None";
                    _code.Line($"new {GeneratedCode.Runtime}.JsonMember<{type}>({Code.Literal(argument.Name)}, static o => (({method.ArgumentsRecord})o).{name}!, static (o, v) => {{ }}, {JsonWriter.Kinds([kind, .. _model.TimeKind(argument.Shape)])}),");
                }
            }
        }
    }

    private void WriteMethod(ExportMethod method, bool isAsync)
    {
        _code.Gap();
        XmlDocs.WriteExport(_code, method.Export.Docs.GetValueOrDefault(""), method.Error, isAsync);
        using (_code.Block($"public static {method.Signature(isAsync)}"))
        {
            foreach ((string name, _, Argument argument) in method.Parameters.Where(parameter => method.IsNeverNull(parameter.Argument)))
            {
                _code.Line($"global::System.ArgumentNullException.ThrowIfNull({name});");
            }

            _code.Line($"{(isAsync || method.HasOutput ? "return " : "")}__Exports.{method.Name}.{method.Call(isAsync)};");
        }
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

/// <summary>The two methods of an export.</summary>
internal sealed class ExportMethod
{
    private readonly TypeModel _model;

    public ExportMethod(Export export, TypeModel model, string name)
    {
        Export = export;
        Name = name;
        _model = model;
        NameScope scope = new("Value", ["progress", "cancellationToken"]);
        Parameters = [.. export.Arguments.Select(argument =>
            (scope.Take(Naming.Camel(argument.Name)), model.Reference(argument.Shape), argument))];
    }

    public Export Export { get; }

    public string Name { get; }

    public IReadOnlyList<(string Name, string Type, Argument Argument)> Parameters { get; }

    public bool HasArgumentsRecord => Export.IsObject && Parameters.Count > 0;

    public string ArgumentsRecord => $"__{Name}Arguments";

    public bool HasOutput => _model.Resolve(Export.Output) is not Scalar { Name: "unit" };

    public string? Error => Export.Error is null ? null : _model.Reference(Export.Error);

    public string TypeArguments => string.Join(", ", new[] { Input, Output, Progress }.OfType<string>());

    /// <summary>What reads the errors.</summary>
    public string ErrorBinding => Error is null ? "null" : $"new {GeneratedCode.Runtime}.GeneratedError<{Error}>()";

    private string Input => HasArgumentsRecord ? ArgumentsRecord
        : Export.IsObject ? $"{GeneratedCode.Runtime}.NoArguments" : Parameters[0].Type;

    private string Output => _model.Reference(Export.Output);

    private string? Progress => Export.Progress is null ? null : _model.Reference(Export.Progress);

    public bool IsNeverNull(Argument argument) => !_model.IsNullable(argument.Shape) && !_model.IsValueType(argument.Shape);

    public string Signature(bool isAsync)
    {
        int required = Parameters.Count;
        while (required > 0 && _model.IsNullable(Parameters[required - 1].Argument.Shape))
        {
            required--;
        }

        IEnumerable<string> parameters = Parameters.Select((parameter, index) =>
            $"{parameter.Type} {parameter.Name}{(index < required ? "" : " = null")}");
        return !isAsync
            ? $"{(HasOutput ? Output : "void")} {Name}({string.Join(", ", parameters)})"
            : $"global::System.Threading.Tasks.Task{(HasOutput ? $"<{Output}>" : "")} {Name}Async({string.Join(", ", [
                .. parameters,
                .. Progress is null ? [] : new[] { $"global::System.IProgress<{Progress}>? progress = null" },
                "global::System.Threading.CancellationToken cancellationToken = default"])})";
    }

    public string Call(bool isAsync)
    {
        string input = HasArgumentsRecord
            ? $"new {ArgumentsRecord} {{ {string.Join(", ", Parameters.Select(parameter => $"{parameter.Name} = {parameter.Name}"))} }}"
            : Export.IsObject ? $"{GeneratedCode.Runtime}.NoArguments.Instance" : Parameters[0].Name;
        return !isAsync ? $"Invoke({input})" : $"InvokeAsync({input}, {(Progress is null ? "" : "progress, ")}cancellationToken)";
    }
}
