using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>What <c>start_procedure</c> returns for any text, to be disposed of.</summary>
internal static class RawReply
{
    /// <param name="inputJson">NUL-terminated; an empty one is NULL.</param>
    internal static RustString Of(ReadOnlySpan<byte> inputJson) => StartProcedureExports.Instance.Invoke(inputJson);
}

/// <summary>Gives a string back to Rust twice, as wrong code on this side would.</summary>
internal static class FreedTwice
{
    internal static void Run()
    {
        using RustString reply = RawReply.Of("null\0"u8);
        nint text = reply.DangerousGetHandle();
        NativeMethods.free_mem(text);
        NativeMethods.free_mem(text);
    }
}
