namespace RustInterop.Build;

/// <summary>The call of an export's direct entry, with the arguments of the method that blocks.</summary>
internal sealed class DirectCall
{
    // As many as DirectExport.Invoke takes.
    private const int MostData = 4;
    private const int MostObjects = 2;

    private readonly TypeModel _model;
    private readonly List<string> _values = [];
    private readonly List<string> _data = [];
    private readonly List<string> _objects = [];

    private DirectCall(ExportMethod method, TypeModel model)
    {
        _model = model;
        foreach (MethodParameter argument in method.Arguments)
        {
            Add(argument, argument.Passed);
        }
    }

    /// <summary>The call as an expression, or null if the export has no direct entry or more arguments than a direct call can have.</summary>
    /// <param name="method">The method.</param>
    /// <param name="model">The types.</param>
    /// <param name="direct">The entry.</param>
    public static string? Of(ExportMethod method, TypeModel model, string direct)
    {
        if (!method.Export.IsDirect)
        {
            return null;
        }

        DirectCall call = new(method, model);
        return call._data.Count <= MostData && call._objects.Count <= MostObjects ? call.Text(method.Export.Output, direct) : null;
    }

    private void Add(MethodParameter argument, string name)
    {
        switch (_model.Resolve(argument.Shape))
        {
            case Scalar { Name: "string" or "lent_bytes" }:
                AddData($"{_values.Count}, {name}");
                break;
            case Scalar { Name: "bytes" }:
                AddData($"{_values.Count}, __Exports.s_library, {name}");
                break;
            case Named:
                _values.Add($"new({name})");
                _objects.Add(name);
                break;
            case Scalar scalar:
                _values.Add($"new({Bits(scalar.Name, name)})");
                break;
            case var other:
                throw new FormatException($"the shape {other} has no direct form");
        }
    }

    private void AddData(string arguments)
    {
        _values.Add("default");
        _data.Add($"new {GeneratedCode.Runtime}.DirectData({arguments})");
    }

    private string Text(Shape output, string direct)
    {
        Shape resolved = _model.Resolve(output);
        string form = resolved switch
        {
            Scalar { Name: "string" } => "InvokeForText",
            Scalar { Name: "bytes" } => "InvokeForBytes",
            Named => "InvokeForHandle",
            _ => "Invoke",
        };
        string[] data = _data.Count == 0 ? [] : Filled(_data, MostData, "default");
        string call = $"{direct}.{form}({string.Join(", ", [$"[{string.Join(", ", _values)}]", .. data, .. Filled(_objects, MostObjects, "null")])})";
        return resolved switch
        {
            Named named => $"{JsonWriter.ObjectFactory(_model.TypeOf(named))}({call})",
            Scalar { Name: "string" or "bytes" or "unit" } => call,
            Scalar scalar => FromBits(scalar.Name, call),
            _ => throw new FormatException($"the shape {resolved} has no direct form"),
        };
    }

    private static string[] Filled(List<string> some, int count, string filler) =>
        [.. some, .. Enumerable.Repeat(filler, count - some.Count)];

    private static string Bits(string scalar, string value) => scalar switch
    {
        "bool" => $"{value} ? 1ul : 0ul",
        "f32" => $"global::System.BitConverter.SingleToUInt32Bits({value})",
        "f64" => $"global::System.BitConverter.DoubleToUInt64Bits({value})",
        "char" => $"unchecked((ulong){value}.Value)",
        _ => $"unchecked((ulong){value})",
    };

    private static string FromBits(string scalar, string bits) => scalar switch
    {
        "bool" => $"{bits} != 0",
        "f32" => $"global::System.BitConverter.UInt32BitsToSingle(unchecked((uint){bits}))",
        "f64" => $"global::System.BitConverter.UInt64BitsToDouble({bits})",
        "char" => $"new global::System.Text.Rune(unchecked((uint){bits}))",
        _ => $"unchecked(({ScalarTypes.Of(scalar)}){bits})",
    };
}
