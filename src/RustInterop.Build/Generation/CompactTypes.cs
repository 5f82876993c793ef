namespace RustInterop.Build;

/// <summary>What reads and writes the types of a library in compact form: those that direct calls need.</summary>
internal sealed class CompactTypes(TypeModel model)
{
    private const string Class = "__Compact";

    private readonly NameScope _names = new("Value", []);
    private readonly Dictionary<Shape, string> _writers = [];
    private readonly Dictionary<Shape, string> _readers = [];

    /// <summary>The statement that writes a value.</summary>
    /// <param name="shape">What the value is.</param>
    /// <param name="writer">What writes it.</param>
    /// <param name="value">The value.</param>
    public string Write(Shape shape, string writer, string value) => model.Resolve(shape) switch
    {
        Scalar { Name: "unit" } => $"{writer}.WriteUnit();",
        Scalar => $"{writer}.Write({value});",
        var resolved => $"{Class}.{NameIn(_writers, "Write", resolved)}(ref {writer}, {value});",
    };

    /// <summary>The method that reads a value.</summary>
    public string Reader(Shape shape) => model.Resolve(shape) is Scalar scalar
        ? $"static (ref {GeneratedCode.Runtime}.CompactReader r) => {Read(scalar)}"
        : $"{Class}.{NameIn(_readers, "Read", model.Resolve(shape))}";

    /// <summary>Writes the methods.</summary>
    public void WriteTo(Code code)
    {
        if (_writers.Count + _readers.Count == 0)
        {
            return;
        }

        code.Gap();
        using (code.Block($"file static class {Class}"))
        {
            // Each may need others.
            for (int i = 0; i < _writers.Count; i++)
            {
                (Shape shape, string name) = _writers.ElementAt(i);
                code.Gap();
                using (code.Block($"internal static void {name}(ref {GeneratedCode.Runtime}.CompactWriter w, {model.Reference(shape)} value)"))
                {
                    new CompactWriterBody(code, model, this, shape).Write();
                }
            }

            for (int i = 0; i < _readers.Count; i++)
            {
                (Shape shape, string name) = _readers.ElementAt(i);
                code.Gap();
                using (code.Block($"internal static {model.Reference(shape)} {name}(ref {GeneratedCode.Runtime}.CompactReader r)"))
                {
                    new CompactReaderBody(code, model, this, shape).Write();
                }
            }
        }
    }

    /// <summary>The expression that reads a value.</summary>
    public string Read(Shape shape) => model.Resolve(shape) switch
    {
        Scalar { Name: "path" } => "r.ReadString()",
        Scalar scalar => $"r.Read{ScalarTypes.NameOf(scalar.Name)}()",
        var resolved => $"{NameIn(_readers, "Read", resolved)}(ref r)",
    };

    private string NameIn(Dictionary<Shape, string> methods, string prefix, Shape shape)
    {
        if (!methods.TryGetValue(shape, out string? name))
        {
            name = _names.Take(prefix + model.NameOf(shape));
            methods.Add(shape, name);
        }

        return name;
    }
}
