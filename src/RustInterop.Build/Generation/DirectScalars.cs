namespace RustInterop.Build;

/// <summary>The scalars that cross as a number, or as its bits.</summary>
internal static class DirectScalars
{
    /// <summary>C# for the number of a value.</summary>
    public static string Bits(string scalar, string value) => scalar switch
    {
        "bool" => $"{value} ? 1ul : 0ul",
        "f32" => $"global::System.BitConverter.SingleToUInt32Bits({value})",
        "f64" => $"global::System.BitConverter.DoubleToUInt64Bits({value})",
        "char" => $"unchecked((ulong){value}.Value)",
        _ => $"unchecked((ulong){value})",
    };

    /// <summary>C# for the value of a number.</summary>
    public static string FromBits(string scalar, string bits) => scalar switch
    {
        "bool" => $"{bits} != 0",
        "f32" => $"global::System.BitConverter.UInt32BitsToSingle(unchecked((uint){bits}))",
        "f64" => $"global::System.BitConverter.UInt64BitsToDouble({bits})",
        "char" => $"new global::System.Text.Rune(unchecked((uint){bits}))",
        _ => $"unchecked(({ScalarTypes.Of(scalar)}){bits})",
    };
}
