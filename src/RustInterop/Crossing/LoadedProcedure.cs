namespace RustInterop.Crossing;

/// <summary>A procedure of a loaded library.</summary>
internal sealed unsafe class LoadedProcedure : ProcedureExports
{
    private readonly delegate* unmanaged[Cdecl]<byte*, nint> _invoke;
    private readonly delegate* unmanaged[Cdecl]<byte*, Callbacks*, nint> _start;

    internal LoadedProcedure(LoadedLibrary library, nint invoke, nint start)
        : base(library)
    {
        _invoke = (delegate* unmanaged[Cdecl]<byte*, nint>)invoke;
        _start = (delegate* unmanaged[Cdecl]<byte*, Callbacks*, nint>)start;
    }

    private protected override nint InvokeNative(ReadOnlySpan<byte> inputJson)
    {
        fixed (byte* input = inputJson)
        {
            return _invoke(input);
        }
    }

    private protected override nint StartNative(ReadOnlySpan<byte> inputJson, in Callbacks callbacks)
    {
        fixed (byte* input = inputJson)
        fixed (Callbacks* copied = &callbacks)
        {
            return _start(input, copied);
        }
    }
}
