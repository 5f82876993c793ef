namespace RustInterop.Native.BuiltIn;

/// <summary><c>start_procedure</c> of the built-in library.</summary>
internal sealed class StartProcedureExports : ProcedureExports
{
    internal static StartProcedureExports Instance { get; } = new();

    private StartProcedureExports()
    {
    }

    internal override RustString Invoke(ReadOnlySpan<byte> inputJson)
    {
        BuiltInLibrary.Require();
        return NativeMethods.start_procedure(inputJson);
    }

    internal override CallHandle Start(ReadOnlySpan<byte> inputJson, in Callbacks callbacks)
    {
        BuiltInLibrary.Require();
        return NativeMethods.start_procedure_async(inputJson, in callbacks);
    }

    internal override RustString Own(nint reply) => new BuiltInString(reply);
}
