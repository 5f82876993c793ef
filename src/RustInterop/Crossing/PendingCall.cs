using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace RustInterop.Crossing;

/// <summary>
/// A long-running call between its start and its completion. Until then a GC handle, held by Rust, keeps it alive for the
/// callbacks. If the procedure is async in Rust, the thread pool polls it each time that it was woken.
/// </summary>
internal sealed class PendingCall(ProcedureExports procedure, ProgressReporter? reporter)
    : IValueTaskSource<nint>, IThreadPoolWorkItem
{
    /// <summary>The call that this thread polls, and its reply once it has completed meanwhile.</summary>
    [ThreadStatic]
    private static PendingCall? _polled;

    [ThreadStatic]
    private static nint? _replyOfPolled;

    private ManualResetValueTaskSourceCore<nint> _completion;
    private readonly int _startingThread = Environment.CurrentManagedThreadId;
    private HeldHandles? _handles;
    private CallHandle? _handle;
    private nint _task;

    /// <summary>
    /// The address of the reply, once the procedure has ended. Never faulted or cancelled. Whoever takes it disposes of the
    /// <see cref="RustString"/>. To be awaited once.
    /// </summary>
    internal ValueTask<nint> Completion => new(this, _completion.Version);

    /// <summary>
    /// Writes the input, starts the call, waits without blocking a thread, and reads the reply, with the exception of a function that
    /// the call got. Drains or cancels the call with its token, and cancels it if the progress handler fails. Disposes <paramref name="reporter"/>.
    /// </summary>
    /// <exception cref="Exception">Whatever the progress handler threw.</exception>
    internal static async Task<Answer<TOutput>> RunAsync<TOutput>(
        ProcedureExports procedure,
        Func<InputBuffer, ReadOnlySpan<byte>> write,
        Func<RustString, Exception?, Answer<TOutput>> read,
        ProgressReporter? reporter,
        CancellationToken drain,
        CancellationToken cancellationToken)
    {
        using (reporter)
        {
            PendingCall call = new(procedure, reporter);
            using CallHandle handle = call.Start(write);
            Volatile.Write(ref call._handle, handle);
            using HeldHandles? handles = call._handles;
            CancellationToken stop = reporter?.Stop ?? cancellationToken;
            nint address;
            // Disposed before the call's handle, so that neither follows the release.
            using (drain.UnsafeRegister(static call => ((CallHandle)call!).Drain(), handle))
            using (stop.UnsafeRegister(static call => ((CallHandle)call!).Cancel(), handle))
            {
                address = await call.Completion.ConfigureAwait(false);
            }

            using RustString reply = new(procedure.Library, address);
            reporter?.ThrowIfFailed();
            return read(reply, handles?.Thrown);
        }
    }

    // The buffer belongs to this thread, so it is returned before anything is awaited.
    private CallHandle Start(Func<InputBuffer, ReadOnlySpan<byte>> write)
    {
        using InputBuffer buffer = InputBuffer.Rent(procedure.Library);
        CallHandle call = Start(write(buffer));
        _handles = buffer.TakeHandles();
        return call;
    }

    /// <param name="inputJson">NUL-terminated UTF-8, read before this returns.</param>
    internal unsafe CallHandle Start(ReadOnlySpan<byte> inputJson)
    {
        GCHandle self = GCHandle.Alloc(this);
        Callbacks callbacks = new()
        {
            Context = GCHandle.ToIntPtr(self),
            Progress = reporter is null ? null : &OnProgress,
            Completed = &OnCompleted,
            Schedule = &OnSchedule,
        };
        try
        {
            return procedure.Start(inputJson, in callbacks);
        }
        catch
        {
            // Only code before the native call throws, such as loading the library, so Rust never got the handle.
            self.Free();
            throw;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnProgress(nint context, nint json) => Of(context).Report(json);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCompleted(nint context, nint reply)
    {
        PendingCall call = Of(context);
        GCHandle.FromIntPtr(context).Free();
        if (_polled == call)
        {
            // Rust is still on the stack, which the caller's continuation may not run on top of.
            _replyOfPolled = reply;
        }
        else
        {
            call.Complete(reply, onThisThread: false);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSchedule(nint context, nint task)
    {
        PendingCall call = Of(context);
        call._task = task;
        ThreadPool.UnsafeQueueUserWorkItem(call, preferLocal: true);
    }

    void IThreadPoolWorkItem.Execute()
    {
        _polled = this;
        procedure.Library.Run(_task);
        nint? reply = _replyOfPolled;
        _polled = null;
        _replyOfPolled = null;
        if (reply is nint address)
        {
            Complete(address, onThisThread: true);
        }
    }

    // Elsewhere the caller's continuation would run on Rust's thread, or within the caller's call.
    private void Complete(nint reply, bool onThisThread)
    {
        _completion.RunContinuationsAsynchronously = !onThisThread;
        _completion.SetResult(reply);
    }

    nint IValueTaskSource<nint>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<nint>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<nint>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private static PendingCall Of(nint context) => (PendingCall)GCHandle.FromIntPtr(context).Target!;

    private void Report(nint json)
    {
        if (!reporter!.Report(new RustText(procedure.Library, json)))
        {
            CancelBeforeRustGoesOn();
        }
    }

    // The reporter's token does not suffice: another thread may be about to cancel the call with it, or to register the call there.
    private void CancelBeforeRustGoesOn()
    {
        bool isWithinStart = Volatile.Read(ref _handle) is null && Environment.CurrentManagedThreadId == _startingThread;
        if (!isWithinStart)
        {
            SpinWait.SpinUntil(() => Volatile.Read(ref _handle) is not null);
            _handle!.Cancel();
        }
    }
}
