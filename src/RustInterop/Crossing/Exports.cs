namespace RustInterop.Crossing;

/// <summary>The C functions that every RustInterop library exports.</summary>
internal abstract class LibraryExports
{
    /// <summary>Call this before each call of a procedure.</summary>
    /// <exception cref="RustLibraryLoadException">The library cannot be loaded, or has another ABI.</exception>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    internal abstract void ThrowIfUnusable();

    /// <summary><c>free_mem</c>. Only <see cref="RustString"/> calls it, once for each string.</summary>
    internal void Free(nint text)
    {
        VectorRegisters.Clear();
        FreeNative(text);
    }

    /// <summary><c>rust_interop_keep</c>: the handles in a string are C#'s from now on.</summary>
    internal void Keep(nint text)
    {
        VectorRegisters.Clear();
        KeepNative(text);
    }

    /// <summary><c>rust_interop_drop</c>.</summary>
    /// <returns>Whether the handle stood for anything.</returns>
    internal bool Drop(ulong handle)
    {
        VectorRegisters.Clear();
        return DropNative(handle);
    }

    /// <summary><c>rust_interop_lend</c>. Only <see cref="HeldHandles"/> calls it, which drops the loan.</summary>
    /// <returns>The handle of the loan; 0 if there are too many.</returns>
    internal ulong Lend(PinnedBytes bytes)
    {
        VectorRegisters.Clear();
        return LendNative(bytes);
    }

    /// <summary><c>rust_interop_bytes</c>.</summary>
    /// <returns>Where the bytes are; 0 if the handle is not one of bytes.</returns>
    internal nint Bytes(ulong handle, out nuint length)
    {
        VectorRegisters.Clear();
        return BytesNative(handle, out length);
    }

    /// <summary><c>rust_interop_next</c>, which takes items of a stream.</summary>
    internal abstract ProcedureExports Next { get; }

    /// <summary>What takes functions of C#'s.</summary>
    internal abstract FunctionExports Functions { get; }

    /// <summary><c>rust_interop_cancel</c>.</summary>
    internal abstract void Cancel(nint call);

    /// <summary><c>rust_interop_drain</c>.</summary>
    internal abstract void Drain(nint call);

    /// <summary><c>rust_interop_release</c>. Only <see cref="CallHandle"/> calls it, once for each call.</summary>
    internal void Release(nint call)
    {
        VectorRegisters.Clear();
        ReleaseNative(call);
    }

    /// <summary><c>rust_interop_run</c>. Only <see cref="PendingCall"/> calls it, once for each task.</summary>
    internal void Run(nint task)
    {
        VectorRegisters.Clear();
        RunNative(task);
    }

    private protected abstract void FreeNative(nint text);

    private protected abstract void KeepNative(nint text);

    private protected abstract bool DropNative(ulong handle);

    private protected abstract ulong LendNative(PinnedBytes bytes);

    private protected abstract nint BytesNative(ulong handle, out nuint length);

    private protected abstract void ReleaseNative(nint call);

    private protected abstract void RunNative(nint task);
}

/// <summary>The two C functions of one procedure: <c>CRATE_NAME</c> and <c>CRATE_NAME_async</c>.</summary>
internal abstract class ProcedureExports(LibraryExports library)
{
    internal LibraryExports Library { get; } = library;

    /// <summary>Runs the procedure and waits until it ends.</summary>
    /// <param name="inputJson">NUL-terminated UTF-8.</param>
    /// <returns>The reply, which the caller disposes of.</returns>
    internal RustString Invoke(ReadOnlySpan<byte> inputJson)
    {
        Library.ThrowIfUnusable();
        VectorRegisters.Clear();
        return new RustString(Library, InvokeNative(inputJson));
    }

    /// <summary>Starts the procedure.</summary>
    /// <param name="inputJson">NUL-terminated UTF-8; Rust copies it.</param>
    /// <param name="callbacks">Rust copies them. What they point to must live until the call has completed.</param>
    internal CallHandle Start(ReadOnlySpan<byte> inputJson, in Callbacks callbacks)
    {
        Library.ThrowIfUnusable();
        CallHandle call = new(Library);
        VectorRegisters.Clear();
        call.Own(StartNative(inputJson, in callbacks));
        return call;
    }

    private protected abstract nint InvokeNative(ReadOnlySpan<byte> inputJson);

    private protected abstract nint StartNative(ReadOnlySpan<byte> inputJson, in Callbacks callbacks);
}
