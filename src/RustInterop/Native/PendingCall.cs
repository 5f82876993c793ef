using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustInterop.Native;

/// <summary>
/// A long-running call between its start and its completion. Rust holds on to it in between, so that it is not collected
/// as long as Rust may call back.
/// </summary>
internal abstract unsafe class PendingCall
{
    // Not on Rust's thread, which would run the caller's code.
    private readonly TaskCompletionSource<RustString> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reply, once Rust has ended. Never faulted or cancelled. Whoever takes it disposes of it.</summary>
    internal Task<RustString> Completion => _completion.Task;

    /// <summary>Whether Rust is to call <see cref="Report"/>.</summary>
    protected abstract bool WantsProgress { get; }

    /// <param name="inputJson">NUL-terminated UTF-8, read before this returns.</param>
    internal CallHandle Start(ReadOnlySpan<byte> inputJson)
    {
        GCHandle self = GCHandle.Alloc(this);
        Callbacks callbacks = new()
        {
            Context = GCHandle.ToIntPtr(self),
            Progress = WantsProgress ? &OnProgress : null,
            Completed = &OnCompleted,
        };
        try
        {
            return NativeMethods.start_procedure_async(inputJson, in callbacks);
        }
        catch
        {
            // Only loading the library or finding the function throws: Rust has not seen the handle.
            self.Free();
            throw;
        }
    }

    /// <summary>Takes a report. Runs on a thread of Rust's, never twice at once, and must not throw.</summary>
    /// <param name="json">NUL-terminated UTF-8, Rust's, until this returns.</param>
    internal abstract void Report(byte* json);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnProgress(nint context, byte* json) =>
        Of(context).Report(json);

    [SuppressMessage(
        "Reliability",
        "CA2000:Dispose objects before losing scope",
        Justification = "The completion has it, and who awaits that disposes of it.")]
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCompleted(nint context, nint reply)
    {
        PendingCall call = Of(context);
        GCHandle.FromIntPtr(context).Free();
        call._completion.SetResult(new RustString(reply));
    }

    private static PendingCall Of(nint context) => (PendingCall)GCHandle.FromIntPtr(context).Target!;
}
