namespace RustInterop.Build;

/// <summary>The method of an export that returns a stream, or the two methods of any other one.</summary>
internal sealed class ExportMethod
{
    // As many as GeneratedExport.Invoke takes.
    private const int MostSpans = 4;

    private readonly TypeModel _model;
    private readonly string[] _lent;

    public ExportMethod(Export export, DeclaredType? type, TypeModel model, string name)
    {
        Export = export;
        Type = type;
        Name = name;
        _model = model;
        NameScope scope = new("Value", ["progress", "cancellationToken"]);
        Parameters = [.. export.Arguments.Select(argument => new MethodParameter(
            scope.Take(Naming.Camel(argument.Name)), model.Reference(argument.Shape), argument.Name, argument.Shape))];
        _lent = [.. Parameters.Where(IsLent).Select(parameter => parameter.Name)];
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

    /// <summary>The stream that it returns; null if it returns something else.</summary>
    public ItemStream? Stream => _model.Resolve(Export.Output) as ItemStream;

    /// <summary>The C# types of what it may fail with, besides texts.</summary>
    public IReadOnlyList<string> Errors => [.. new[] { Export.Error, Stream?.Error }.OfType<Shape>().Select(error => _model.Reference(error)).Distinct()];

    public string TypeArguments => string.Join(", ", new[] { Input, Output, Progress }.OfType<string>());

    /// <summary>What reads the errors.</summary>
    public string ErrorBinding => Export.Error is null ? "null" : $"new {GeneratedCode.Runtime}.GeneratedError<{_model.Reference(Export.Error)}>()";

    private string Input => HasArgumentsRecord ? ArgumentsRecord
        : Export.IsObject ? $"{GeneratedCode.Runtime}.NoArguments" : Parameters[0].Type;

    private string Output => _model.Reference(Export.Output);

    private string? Progress => Export.Progress is null ? null : _model.Reference(Export.Progress);

    public bool IsNeverNull(MethodParameter parameter) => !_model.IsNullable(parameter.Shape) && !_model.IsValueType(parameter.Shape);

    /// <summary>The parameters of the method that blocks.</summary>
    public string ParameterList => string.Join(", ", ParameterDeclarations(MethodForm.Blocking));

    public string Signature(MethodForm form)
    {
        string parameters = form == MethodForm.Blocking ? ParameterList : string.Join(", ", [
            .. ParameterDeclarations(form),
            .. Progress is null ? [] : new[] { $"global::System.IProgress<{Progress}>? progress = null" },
            "global::System.Threading.CancellationToken cancellationToken = default"]);
        return form switch
        {
            MethodForm.Blocking => $"{(HasOutput ? Output : "void")} {Name}({parameters})",
            MethodForm.Task or MethodForm.ShortTask => $"global::System.Threading.Tasks.{(form == MethodForm.Task ? "Task" : "ValueTask")}{(HasOutput ? $"<{Output}>" : "")} {Name}Async({parameters})",
            _ => $"global::System.Collections.Generic.IAsyncEnumerable<{Item}> {Name}({parameters})",
        };
    }

    private string Item => _model.Reference(Stream!.Item);

    public string Call(MethodForm form)
    {
        string input = HasArgumentsRecord
            ? $"new {ArgumentsRecord} {{ {string.Join(", ", Arguments.Select(member => $"{member.Name} = {Value(member, form)}"))} }}"
            : Export.IsObject ? $"{GeneratedCode.Runtime}.NoArguments.Instance" : Value(Parameters[0], form);
        string[] spans = PassesSpans(form) ? _lent : [];
        string asynchronous = $"({input}, {(Progress is null ? "" : "progress, ")}cancellationToken)";
        return form switch
        {
            MethodForm.Blocking => $"Invoke({string.Join(", ", spans.Prepend(input))})",
            MethodForm.Task => $"InvokeAsync{asynchronous}",
            _ => $"ReadAsync<{Item}>{asynchronous}",
        };
    }

    /// <summary>The call of the method that blocks on the thread pool.</summary>
    public string QueuedCall()
    {
        string[] passed = [.. Export.HasReceiver ? new[] { "this" } : [], .. Parameters.Select(parameter => parameter.Name)];
        string input = passed.Length switch
        {
            0 => "0",
            1 => passed[0],
            _ => $"({string.Join(", ", passed)})",
        };
        int first = passed.Length - Parameters.Count;
        string arguments = string.Join(", ", Parameters.Select((parameter, index) =>
            Passed(first + index) + (IsLent(parameter) && PassesSpans(MethodForm.Blocking) ? ".Span" : "")));
        string call = Export.IsConstructor ? $"new {Type!.Self}({arguments})" : $"{(Export.HasReceiver ? $"{Passed(0)}." : "")}{Name}({arguments})";
        return HasOutput
            ? $"RunAsync(static __input => {call}, {input}, cancellationToken)"
            : $"RunForEndAsync(static __input => {{ {call}; return 0; }}, {input}, cancellationToken)";

        string Passed(int index) => passed.Length == 1 ? "__input" : $"__input.Item{index + 1}";
    }

    private IEnumerable<string> ParameterDeclarations(MethodForm form)
    {
        int required = Parameters.Count;
        while (required > 0 && _model.IsNullable(Parameters[required - 1].Shape))
        {
            required--;
        }

        return Parameters.Select((parameter, index) => $"{TypeOf(parameter, form)} {parameter.Name}{(index < required ? "" : " = null")}");
    }

    private string TypeOf(MethodParameter parameter, MethodForm form) =>
        !IsLent(parameter) ? parameter.Type : $"global::System.{(PassesSpans(form) ? "ReadOnlySpan" : "ReadOnlyMemory")}<byte>";

    // A record cannot have a span, so it has the number of one.
    private string Value(MethodParameter parameter, MethodForm form) =>
        !IsLent(parameter) ? parameter.Passed
            : $"new {parameter.Type}({(PassesSpans(form) ? $"{Array.IndexOf(_lent, parameter.Name) + 1}" : parameter.Name)})";

    private bool PassesSpans(MethodForm form) => form == MethodForm.Blocking && _lent.Length is > 0 and <= MostSpans;

    private bool IsLent(MethodParameter parameter) => _model.Resolve(parameter.Shape) is Scalar { Name: "lent_bytes" };
}

/// <summary>How a method calls an export.</summary>
internal enum MethodForm
{
    /// <summary>It waits for the end of the call.</summary>
    Blocking,

    /// <summary>It returns a task.</summary>
    Task,

    /// <summary>It returns a task of the method that blocks, which takes little time.</summary>
    ShortTask,

    /// <summary>It returns the items of a stream, which an enumeration takes.</summary>
    Enumeration,
}

/// <summary>What a method passes to Rust.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Type">Its type in C#.</param>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="Shape">What it is.</param>
internal sealed record MethodParameter(string Name, string Type, string JsonName, Shape Shape)
{
    /// <summary>The expression for what Rust gets.</summary>
    public string Passed => JsonName == "self" ? "this" : Name;
}
