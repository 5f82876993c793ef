namespace RustInterop.Build;

/// <summary>The two methods of an export.</summary>
internal sealed class ExportMethod
{
    private readonly TypeModel _model;

    public ExportMethod(Export export, DeclaredType? type, TypeModel model, string name)
    {
        Export = export;
        Type = type;
        Name = name;
        _model = model;
        NameScope scope = new("Value", ["progress", "cancellationToken"]);
        Parameters = [.. export.Arguments.Select(argument => new MethodParameter(
            scope.Take(Naming.Camel(argument.Name)), model.Reference(argument.Shape), argument.Name, argument.Shape))];
        Arguments = export.HasReceiver ? [new("__self", type!.Self, "self", export.Type!), .. Parameters] : Parameters;
    }

    public Export Export { get; }

    /// <summary>The class of objects that it belongs to; null for the library's own class.</summary>
    public DeclaredType? Type { get; }

    public string Name { get; }

    /// <summary>What calls it. An underscore is in no method's name.</summary>
    public string Binding => Type is null ? Name : $"{Type.Name}_{Name}";

    /// <summary>What the caller passes.</summary>
    public IReadOnlyList<MethodParameter> Parameters { get; }

    /// <summary>What Rust gets: the object too, if there is one.</summary>
    public IReadOnlyList<MethodParameter> Arguments { get; }

    public bool HasArgumentsRecord => Export.IsObject && Arguments.Count > 0;

    public string ArgumentsRecord => $"__{Binding}Arguments";

    public bool HasOutput => _model.Resolve(Export.Output) is not Scalar { Name: "unit" };

    public string? Error => Export.Error is null ? null : _model.Reference(Export.Error);

    public string TypeArguments => string.Join(", ", new[] { Input, Output, Progress }.OfType<string>());

    /// <summary>What reads the errors.</summary>
    public string ErrorBinding => Error is null ? "null" : $"new {GeneratedCode.Runtime}.GeneratedError<{Error}>()";

    private string Input => HasArgumentsRecord ? ArgumentsRecord
        : Export.IsObject ? $"{GeneratedCode.Runtime}.NoArguments" : Parameters[0].Type;

    private string Output => _model.Reference(Export.Output);

    private string? Progress => Export.Progress is null ? null : _model.Reference(Export.Progress);

    public bool IsNeverNull(MethodParameter parameter) => !_model.IsNullable(parameter.Shape) && !_model.IsValueType(parameter.Shape);

    public string ParameterList => string.Join(", ", ParameterDeclarations);

    private IEnumerable<string> ParameterDeclarations
    {
        get
        {
            int required = Parameters.Count;
            while (required > 0 && _model.IsNullable(Parameters[required - 1].Shape))
            {
                required--;
            }

            return Parameters.Select((parameter, index) => $"{parameter.Type} {parameter.Name}{(index < required ? "" : " = null")}");
        }
    }

    public string Signature(bool isAsync)
    {
        return !isAsync
            ? $"{(HasOutput ? Output : "void")} {Name}({ParameterList})"
            : $"global::System.Threading.Tasks.Task{(HasOutput ? $"<{Output}>" : "")} {Name}Async({string.Join(", ", [
                .. ParameterDeclarations,
                .. Progress is null ? [] : new[] { $"global::System.IProgress<{Progress}>? progress = null" },
                "global::System.Threading.CancellationToken cancellationToken = default"])})";
    }

    public string Call(bool isAsync)
    {
        string input = HasArgumentsRecord
            ? $"new {ArgumentsRecord} {{ {string.Join(", ", Arguments.Select(member => $"{member.Name} = {(member.JsonName == "self" ? "this" : member.Name)}"))} }}"
            : Export.IsObject ? $"{GeneratedCode.Runtime}.NoArguments.Instance" : Parameters[0].Name;
        return !isAsync ? $"Invoke({input})" : $"InvokeAsync({input}, {(Progress is null ? "" : "progress, ")}cancellationToken)";
    }
}

/// <summary>What a method passes to Rust.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Type">Its type in C#.</param>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="Shape">What it is.</param>
internal sealed record MethodParameter(string Name, string Type, string JsonName, Shape Shape);
