namespace RustInterop.Crossing;

/// <summary>The two C functions of one procedure: <c>NAME</c> and <c>NAME_async</c>.</summary>
internal abstract class ProcedureExports(LibraryExports library)
{
    internal LibraryExports Library { get; } = library;

    /// <summary>Runs the procedure and waits for its end.</summary>
    /// <param name="inputJson">NUL-terminated UTF-8.</param>
    /// <returns>What the procedure returned; invalid where that was NULL.</returns>
    internal RustString Invoke(ReadOnlySpan<byte> inputJson)
    {
        Library.ThrowIfUnusable();
        // Made before the call, so that nothing can fail between the string and its owner.
        RustString reply = new(Library);
        reply.Own(InvokeNative(inputJson));
        return reply;
    }

    /// <summary>Starts the procedure.</summary>
    /// <param name="inputJson">NUL-terminated UTF-8; Rust copies it.</param>
    /// <param name="callbacks">Rust copies them; what they point to has to live until the call has completed.</param>
    internal CallHandle Start(ReadOnlySpan<byte> inputJson, in Callbacks callbacks)
    {
        Library.ThrowIfUnusable();
        CallHandle call = new(Library);
        call.Own(StartNative(inputJson, in callbacks));
        return call;
    }

    private protected abstract nint InvokeNative(ReadOnlySpan<byte> inputJson);

    private protected abstract nint StartNative(ReadOnlySpan<byte> inputJson, in Callbacks callbacks);
}
