using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>Calls <c>start_procedure</c> with any bytes. The caller disposes the reply.</summary>
internal static class RawReply
{
    /// <param name="inputJson">NUL-terminated bytes; an empty span is passed as NULL.</param>
    internal static RustString Of(ReadOnlySpan<byte> inputJson) => StartProcedureExports.Instance.Invoke(inputJson);
}

/// <summary>Frees a string twice, as wrong C# code would.</summary>
internal static class FreedTwice
{
    internal static void Run()
    {
        using RustString reply = RawReply.Of("null\0"u8);
        nint text = reply.Text.Address;
        NativeMethods.free_mem(text);
        NativeMethods.free_mem(text);
    }
}
