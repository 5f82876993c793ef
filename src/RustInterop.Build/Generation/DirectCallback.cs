namespace RustInterop.Build;

/// <summary>How Rust calls a callback without JSON.</summary>
internal static class DirectCallback
{
    // As many as native/interop/src/boundary/direct_types.rs has.
    private const int MostParameters = 4;

    private const char Text = 't';
    private const char Nothing = 'n';

    /// <summary>More arguments for <c>AddCallback</c>, each with a comma before it; none if the callback crosses as JSON only.</summary>
    public static string Arguments(Callback callback, TypeModel model)
    {
        Shape[] parameters = [.. callback.Parameters.Select(model.Resolve)];
        Shape output = model.Resolve(callback.Output);
        char?[] letters = [.. parameters.Append(output).Select(Letter)];
        if (parameters.Length > MostParameters || letters.Contains(null) || parameters.Any(shape => Letter(shape) == Nothing))
        {
            return "";
        }

        string call = $"callback({string.Join(", ", parameters.Select((shape, index) => Argument((Scalar)shape, index)))})";
        string body = letters[^1] switch
        {
            Nothing => $"{{ {call}; return true; }}",
            Text => $"call.Return({call})",
            _ => $"call.Return({DirectScalars.Bits(((Scalar)output).Name, call)})",
        };
        return $", \"{string.Concat(letters)}\", static (callback, call) => {body}";
    }

    // Checked, because a type that serializes itself may write any number.
    private static string Argument(Scalar scalar, int index) => Letter(scalar) switch
    {
        Text => $"call.Text({index})",
        'u' => $"checked(({ScalarTypes.Of(scalar.Name)})call.Number({index}))",
        'i' => $"checked(({ScalarTypes.Of(scalar.Name)})unchecked((long)call.Number({index})))",
        _ => DirectScalars.FromBits(scalar.Name, $"call.Number({index})"),
    };

    // include/rust_interop.h has the letters.
    private static char? Letter(Shape shape) => shape is not Scalar scalar ? null : scalar.Name switch
    {
        "u8" or "u16" or "u32" or "u64" => 'u',
        "i8" or "i16" or "i32" or "i64" => 'i',
        "bool" => 'b',
        "char" => 'c',
        "f32" => 'f',
        "f64" => 'd',
        "string" => Text,
        "unit" => Nothing,
        _ => null,
    };
}
