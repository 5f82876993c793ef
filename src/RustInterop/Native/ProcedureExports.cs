namespace RustInterop.Native;

/// <summary>The two C functions of one procedure, and who frees what they return.</summary>
internal abstract class ProcedureExports
{
    /// <summary>Runs the procedure and waits for its end.</summary>
    /// <param name="inputJson">NUL-terminated UTF-8.</param>
    internal abstract RustString Invoke(ReadOnlySpan<byte> inputJson);

    /// <summary>Starts the procedure.</summary>
    /// <param name="inputJson">NUL-terminated UTF-8; copied.</param>
    /// <param name="callbacks">Copied; what it points to has to live until the call has completed.</param>
    internal abstract CallHandle Start(ReadOnlySpan<byte> inputJson, in Callbacks callbacks);

    /// <summary>Takes a reply that Rust handed to <see cref="Callbacks.Completed"/>.</summary>
    internal abstract RustString Own(nint reply);
}
