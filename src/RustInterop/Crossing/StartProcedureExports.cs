namespace RustInterop.Crossing;

/// <summary><c>start_procedure</c> of the built-in library.</summary>
internal sealed class StartProcedureExports : ProcedureExports
{
    internal static StartProcedureExports Instance { get; } = new();

    private StartProcedureExports()
    {
    }

    internal override void Invoke(ReadOnlySpan<byte> inputJson, RustString reply)
    {
        BuiltInLibrary.Require();
        reply.Own(this, NativeMethods.start_procedure(inputJson));
    }

    internal override CallHandle Start(ReadOnlySpan<byte> inputJson, in Callbacks callbacks)
    {
        BuiltInLibrary.Require();
        return NativeMethods.start_procedure_async(inputJson, in callbacks);
    }

    internal override void Free(nint text) => NativeMethods.free_mem(text);
}
