namespace RustInterop.Crossing;

/// <summary><c>start_procedure</c> of the built-in library.</summary>
internal sealed class StartProcedureExports : ProcedureExports
{
    private StartProcedureExports()
        : base(BuiltInLibrary.Instance)
    {
    }

    internal static StartProcedureExports Instance { get; } = new();

    private protected override nint InvokeNative(ReadOnlySpan<byte> inputJson) => NativeMethods.start_procedure(inputJson);

    private protected override nint StartNative(ReadOnlySpan<byte> inputJson, in Callbacks callbacks) =>
        NativeMethods.start_procedure_async(inputJson, in callbacks);
}
