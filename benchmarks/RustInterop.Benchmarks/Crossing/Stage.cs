namespace RustInterop.Benchmarks.Crossing;

/// <summary>Finds the stage of a call that a function belongs to, by its library and its name.</summary>
internal static class Stage
{
    private static readonly string[] RustReading = ["deserialize", "Deserialize", "serde_json::de", "serde_json::read", "decode", "visit_map", "Visitor", "from_utf8"];
    private static readonly string[] RustWriting = ["serde_json::ser", "Serialize", "format_escaped_str", "Outgoing"];
    private static readonly string[] Writing = ["Writer", "Write", "Serialize(", "WriteCore", "Escape"];

    internal static string Of(string library, string symbol)
    {
        if (library.Contains("rust_interop", StringComparison.Ordinal))
        {
            return Contains(symbol, RustReading) ? "Rust: reading the input"
                : Contains(symbol, RustWriting) ? "Rust: writing the reply"
                : "Rust: the procedure and the guard";
        }

        if (library.StartsWith("libc.", StringComparison.Ordinal) || library.StartsWith("libc-", StringComparison.Ordinal))
        {
            return Contains(symbol, "malloc", "free", "calloc", "consolidate", "tcache")
                ? "Rust: allocating and freeing memory"
                : "libc: copying and comparing bytes, and the rest";
        }

        if (library.StartsWith('['))
        {
            return library.Contains("kernel", StringComparison.Ordinal) ? "the kernel" : OfManaged(symbol);
        }

        return library.Contains("clr", StringComparison.Ordinal) ? ".NET: runtime and collector" : OfManaged(symbol);
    }

    private static string OfManaged(string symbol) =>
        symbol.Contains("System.Text.Json", StringComparison.Ordinal)
            ? Contains(symbol, Writing) ? ".NET: writing the input" : ".NET: reading the reply"
        : Contains(symbol, "SafeHandle", "RustString") ? ".NET: the SafeHandle"
        : Contains(symbol, "IL_STUB", "ILStub", "PInvoke", "NativeMethods") ? ".NET: the P/Invoke"
        : symbol.Contains("[RustInterop]", StringComparison.Ordinal) ? ".NET: RustInterop's own code"
        : ".NET: the rest";

    private static bool Contains(string symbol, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            if (symbol.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
