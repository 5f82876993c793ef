using System.Buffers;

namespace RustInterop.Native.Loaded;

/// <summary>A procedure of a loaded library's.</summary>
internal sealed unsafe class LoadedProcedure : ProcedureExports
{
    private readonly LoadedLibrary _library;
    private readonly delegate* unmanaged[Cdecl]<byte*, nint> _invoke;
    private readonly delegate* unmanaged[Cdecl]<byte*, Callbacks*, nint> _start;

    internal LoadedProcedure(LoadedLibrary library, nint invoke, nint start)
    {
        _library = library;
        _invoke = (delegate* unmanaged[Cdecl]<byte*, nint>)invoke;
        _start = (delegate* unmanaged[Cdecl]<byte*, Callbacks*, nint>)start;
    }

    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    internal override RustString Invoke(ReadOnlySpan<byte> inputJson)
    {
        _library.ThrowIfClosed();
        fixed (byte* input = inputJson)
        {
            return Own(_invoke(input));
        }
    }

    /// <summary>Runs the procedure, and copies its output as it is. Makes no object.</summary>
    /// <param name="inputJson">NUL-terminated UTF-8.</param>
    /// <param name="output">Written to only when there is an output.</param>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    /// <exception cref="RustException">The reply is an error.</exception>
    internal void Invoke(ReadOnlySpan<byte> inputJson, IBufferWriter<byte> output)
    {
        _library.ThrowIfClosed();
        nint reply;
        fixed (byte* input = inputJson)
        {
            reply = _invoke(input);
        }

        if (reply == 0)
        {
            throw RustException.ReplyMissing();
        }

        try
        {
            Reply.CopyTo(CString.Lend((byte*)reply), output).OutputOrThrow();
        }
        finally
        {
            _library.Free(reply);
        }
    }

    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    internal override CallHandle Start(ReadOnlySpan<byte> inputJson, in Callbacks callbacks)
    {
        _library.ThrowIfClosed();
        LoadedCallHandle call = new(_library);
        fixed (byte* input = inputJson)
        fixed (Callbacks* copied = &callbacks)
        {
            call.Own(_start(input, copied));
        }

        return call;
    }

    internal override RustString Own(nint reply) => new LoadedString(_library, reply);
}
