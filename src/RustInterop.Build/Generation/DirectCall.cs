using System.Globalization;

namespace RustInterop.Build;

/// <summary>The call of an export's direct entry, with the arguments of the method that blocks.</summary>
internal sealed class DirectCall
{
    private const string Direct = "__direct";
    private const string Writer = "__writer";

    // As many as DirectExport.Invoke takes.
    private const int MostData = 4;
    private const int MostObjects = 2;
    private const int FewValues = 2;

    private readonly ExportMethod _method;
    private readonly TypeModel _model;
    private readonly CompactTypes _compact;
    private readonly List<string> _written = [];
    private readonly List<string> _values = [];
    private readonly List<string> _numbers = [];
    private readonly List<string> _data = [];
    private readonly List<string> _objects = [];

    private DirectCall(ExportMethod method, TypeModel model, CompactTypes compact)
    {
        _method = method;
        _model = model;
        _compact = compact;
        foreach (MethodParameter argument in method.Arguments)
        {
            Add(argument, argument.Passed);
        }
    }

    /// <summary>
    /// Writes the call, behind which comes that by JSON. It is not made if the loaded library has no direct entry, or if an argument is
    /// refused: JSON then says why.
    /// </summary>
    /// <param name="code">Where it is written. Nothing is if the export has no direct entry, or more arguments than a direct call can have.</param>
    /// <param name="method">The method.</param>
    /// <param name="model">The types.</param>
    /// <param name="compact">What reads and writes their compact forms.</param>
    public static void Write(Code code, ExportMethod method, TypeModel model, CompactTypes compact)
    {
        if (!method.Export.IsDirect)
        {
            return;
        }

        DirectCall call = new(method, model, compact);
        if (call._data.Count > MostData || call._objects.Count > MostObjects)
        {
            return;
        }

        using (code.Block($"if (__Exports.{method.Binding}.Direct is {{ }} {Direct})"))
        {
            call.Write(code);
        }

        code.Gap();
    }

    private void Write(Code code)
    {
        if (_written.Count == 0)
        {
            WriteReturn(code);
            return;
        }

        code.Line($"{GeneratedCode.Runtime}.CompactWriter {Writer} = {GeneratedCode.Runtime}.CompactWriter.Begin();");
        using (code.Block("try"))
        {
            for (int i = 0; i < _written.Count; i++)
            {
                code.Line(_written[i]);
                code.Line($"int {End(i + 1)} = {Writer}.Length;");
            }

            using (code.Block($"if ({Writer}.IsComplete)"))
            {
                WriteReturn(code);
            }
        }

        using (code.Block($"catch (global::RustInterop.RustException __exception) when (__exception.Kind == global::RustInterop.RustErrorKind.InvalidInput)"))
        {
        }

        using (code.Block("finally"))
        {
            code.Line($"{Writer}.Dispose();");
        }
    }

    private static string End(int index) => index == 0 ? "0" : $"__end{index}";

    private void WriteReturn(Code code)
    {
        code.Line($"{(_method.HasOutput ? "return " : "")}{Text(_method.Export.Output)};");
        if (!_method.HasOutput)
        {
            code.Line("return;");
        }
    }

    private void Add(MethodParameter argument, string name)
    {
        if (IsCompact(argument.Shape))
        {
            AddData($"{_values.Count}, {Writer}.Between({End(_written.Count)}, {End(_written.Count + 1)})");
            _written.Add(_compact.Write(argument.Shape, Writer, name));
            return;
        }

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
                string bits = DirectScalars.Bits(scalar.Name, name);
                _numbers.Add(bits);
                _values.Add($"new({bits})");
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

    // By the shape itself: a newtype is compact, although C# has what is in it.
    private bool IsCompact(Shape shape) => shape switch
    {
        Scalar scalar => scalar.Name is "i128" or "u128" or "duration" or "system_time" or "ip_address" or "path",
        Named => _model.Resolve(shape) is not Named named || _model.BodyOf(named) is not ObjectBody,
        _ => true,
    };

    private string Text(Shape output)
    {
        if (IsCompact(output))
        {
            return Call("InvokeForValue", [_compact.Reader(output)]);
        }

        Shape resolved = _model.Resolve(output);
        string call = Call(
            resolved switch
            {
                Scalar { Name: "string" } => "InvokeForText",
                Scalar { Name: "bytes" } => "InvokeForBytes",
                _ => "Invoke",
            },
            []);
        return resolved switch
        {
            Named named => $"{JsonWriter.ObjectFactory(_model.TypeOf(named))}({Direct}.Own({call}))",
            Scalar { Name: "string" or "bytes" or "unit" } => call,
            Scalar scalar => DirectScalars.FromBits(scalar.Name, call),
            _ => throw new FormatException($"the shape {resolved} has no direct form"),
        };
    }

    private string Call(string form, string[] more)
    {
        string[] objects = Filled(_objects, MostObjects, "null");
        if (form == "Invoke" && _data.Count == 0 && _values.Count <= FewValues)
        {
            string count = _values.Count.ToString(CultureInfo.InvariantCulture);
            return _objects.Count == 0
                ? Invoke([count, .. Filled(_numbers, FewValues, "0")])
                : Invoke([count, .. Filled(_values, FewValues, "default"), .. objects]);
        }

        string[] data = Filled(_data, _data.Count <= 1 ? 1 : MostData, "default");
        return Invoke([$"[{string.Join(", ", _values)}]", .. data, .. objects, .. more]);

        string Invoke(string[] arguments) => $"{Direct}.{form}({string.Join(", ", arguments)})";
    }

    private static string[] Filled(List<string> some, int count, string filler) =>
        [.. some, .. Enumerable.Repeat(filler, count - some.Count)];
}
