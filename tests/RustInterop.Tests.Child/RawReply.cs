using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>What <c>start_procedure</c> returns for any text, to be disposed of.</summary>
internal static class RawReply
{
    /// <param name="inputJson">NUL-terminated; an empty one is NULL.</param>
    internal static RustString Of(ReadOnlySpan<byte> inputJson) => StartProcedureExports.Instance.Invoke(inputJson);
}
