using System.Runtime.CompilerServices;
using RustInterop.Loading;

namespace RustInterop.Crossing;

/// <summary>The built-in library: a file, or linked into the program by the package RustInterop.Static.</summary>
internal sealed class BuiltInLibrary : LibraryExports
{
    private volatile bool _isChecked;

    private BuiltInLibrary()
    {
    }

    internal static BuiltInLibrary Instance { get; } = new();

    /// <remarks>The loader checks a file, but a library linked into the program is never loaded.</remarks>
    internal override void ThrowIfUnusable()
    {
        if (_isChecked)
        {
            return;
        }

        Handshake.Check(
            NativeMethods.rust_interop_abi_version(), NativeMethods.rust_interop_version(), "The library linked into this program");
        _isChecked = true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override void FreeNative(nint text) => NativeMethods.free_mem(text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override void KeepNative(nint text) => NativeMethods.rust_interop_keep(text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override bool DropNative(ulong handle) => NativeMethods.rust_interop_drop(handle) == 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override ulong LendNative(PinnedBytes bytes) => NativeMethods.rust_interop_lend(bytes.Address, (nuint)bytes.Length);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override nint BytesNative(ulong handle, out nuint length) => NativeMethods.rust_interop_bytes(handle, out length);

    internal override ProcedureExports Next => throw new InvalidOperationException("The built-in library has no streams.");

    internal override FunctionExports Functions => throw new InvalidOperationException("The built-in library has no callbacks.");

    internal override void Cancel(nint call) => NativeMethods.rust_interop_cancel(call);

    internal override void Drain(nint call) => NativeMethods.rust_interop_drain(call);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override void ReleaseNative(nint call) => NativeMethods.rust_interop_release(call);

    private protected override void RunNative(nint task) => throw new InvalidOperationException("The built-in library has no async functions.");
}

/// <summary><c>start_procedure</c> of the built-in library.</summary>
internal sealed class StartProcedureExports : ProcedureExports
{
    private StartProcedureExports()
        : base(BuiltInLibrary.Instance)
    {
    }

    internal static StartProcedureExports Instance { get; } = new();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override nint InvokeNative(ReadOnlySpan<byte> inputJson) => NativeMethods.start_procedure(inputJson);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override nint StartNative(ReadOnlySpan<byte> inputJson, in Callbacks callbacks) =>
        NativeMethods.start_procedure_async(inputJson, in callbacks);
}
