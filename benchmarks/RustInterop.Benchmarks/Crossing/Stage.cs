namespace RustInterop.Benchmarks.Crossing;

/// <summary>What a function is part of, told by its library and its name.</summary>
internal static class Stage
{
    private static readonly string[] RustReading = ["deserialize", "Deserialize", "serde_json::de", "serde_json::read", "decode", "visit_map", "Visitor", "from_utf8"];
    private static readonly string[] RustWriting = ["serde_json::ser", "Serialize", "format_escaped_str", "Outgoing"];
    private static readonly string[] Writing = ["Writer", "Write", "Serialize(", "WriteCore", "Escape"];

    internal static string Of(string library, string symbol)
    {
        if (library.Contains("rust_interop", StringComparison.Ordinal))
        {
            return Contains(symbol, RustReading) ? "Rust: the input read"
                : Contains(symbol, RustWriting) ? "Rust: the reply written"
                : "Rust: the procedure and the guard";
        }

        if (library.StartsWith("libc.", StringComparison.Ordinal) || library.StartsWith("libc-", StringComparison.Ordinal))
        {
            return Contains(symbol, "malloc", "free", "calloc", "consolidate", "tcache")
                ? "Rust: memory taken and given back"
                : "libc: bytes moved and compared, and others";
        }

        if (library.StartsWith('['))
        {
            return library.Contains("kernel", StringComparison.Ordinal) ? "the kernel" : OfManaged(symbol);
        }

        return library.Contains("clr", StringComparison.Ordinal) ? ".NET: runtime and collector" : OfManaged(symbol);
    }

    private static string OfManaged(string symbol) =>
        symbol.Contains("System.Text.Json", StringComparison.Ordinal)
            ? Contains(symbol, Writing) ? ".NET: the input written" : ".NET: the reply read"
        : Contains(symbol, "SafeHandle", "RustString") ? ".NET: the SafeHandle"
        : Contains(symbol, "IL_STUB", "ILStub", "PInvoke", "NativeMethods") ? ".NET: the P/Invoke"
        : symbol.Contains("[RustInterop]", StringComparison.Ordinal) ? ".NET: RustInterop's own code"
        : ".NET: others";

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
