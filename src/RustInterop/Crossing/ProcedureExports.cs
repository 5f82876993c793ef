namespace RustInterop.Crossing;

/// <summary>The two C functions of one procedure, and who frees what they return.</summary>
internal abstract class ProcedureExports
{
    /// <summary>Runs the procedure and waits for its end.</summary>
    /// <param name="inputJson">NUL-terminated UTF-8.</param>
    /// <param name="reply">Owns afterwards what the procedure returned.</param>
    internal abstract void Invoke(ReadOnlySpan<byte> inputJson, RustString reply);

    /// <summary>Starts the procedure.</summary>
    /// <param name="inputJson">NUL-terminated UTF-8; copied.</param>
    /// <param name="callbacks">Copied; what it points to has to live until the call has completed.</param>
    internal abstract CallHandle Start(ReadOnlySpan<byte> inputJson, in Callbacks callbacks);

    /// <summary>For <see cref="RustString"/> alone, which calls it once for each string.</summary>
    internal abstract void Free(nint text);
}
