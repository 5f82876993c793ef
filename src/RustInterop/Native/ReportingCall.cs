using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Native;

/// <summary>A long-running call whose progress goes to a handler, and which ends early when the handler fails.</summary>
internal sealed class ReportingCall<TProgress> : PendingCall, IDisposable
{
    private readonly IProgress<TProgress>? _handler;
    private readonly JsonTypeInfo<TProgress> _type;
    private readonly CancellationToken _cancellation;
    private readonly ExecutionContext? _context;
    private readonly CancellationTokenSource _stop;

    private ExceptionDispatchInfo? _failure;

    internal ReportingCall(IProgress<TProgress>? handler, JsonTypeInfo<TProgress> type, CancellationToken cancellationToken)
    {
        _handler = handler;
        _type = type;
        _cancellation = cancellationToken;
        _context = handler is null ? null : ExecutionContext.Capture();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    protected override bool WantsProgress => _handler is not null;

    /// <summary>Waits until Rust has ended, which a cancel or a handler that fails hastens.</summary>
    /// <exception cref="Exception">
    /// Whatever the handler threw, unless that was an <see cref="OperationCanceledException"/> and the caller had cancelled.
    /// </exception>
    internal async Task<RustString> WaitAsync(CallHandle call)
    {
        RustString reply;
        // Disposed of before the call's handle is: no cancel comes after the release.
        using (_stop.Token.UnsafeRegister(static call => ((CallHandle)call!).Cancel(), call))
        {
            reply = await Completion.ConfigureAwait(false);
        }

        if (_failure is not null && !IsCancellation(_failure.SourceException))
        {
            reply.Dispose();
            _failure.Throw();
        }

        return reply;
    }

    // A handler that heeds the caller's token says nothing that the reply does not say better.
    private bool IsCancellation(Exception failure) =>
        failure is OperationCanceledException && _cancellation.IsCancellationRequested;

    public void Dispose() => _stop.Dispose();

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Nothing may be thrown into Rust; what was caught is thrown where the call is awaited.")]
    internal override unsafe void Report(byte* json)
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            Tell(Reply.Parse(CString.Lend(json), _type));
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            _stop.Cancel();
        }
    }

    // Rust's thread has none of the caller's asynchronous locals; no more has the handler where their flow is suppressed.
    private void Tell(TProgress report)
    {
        if (_context is null)
        {
            _handler!.Report(report);
        }
        else
        {
            ExecutionContext.Run(_context, _ => _handler!.Report(report), null);
        }
    }
}
