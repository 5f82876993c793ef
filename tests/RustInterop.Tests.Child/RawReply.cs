using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>Calls <c>start_procedure</c> with any bytes. The caller disposes the reply.</summary>
internal static class RawReply
{
    /// <param name="inputJson">NUL-terminated bytes; an empty span is passed as NULL.</param>
    internal static RustString Of(ReadOnlySpan<byte> inputJson) => StartProcedureExports.Instance.Invoke(inputJson);
}
