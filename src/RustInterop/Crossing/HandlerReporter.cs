using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>Reads the reports of one call and hands them to the caller's handler.</summary>
internal sealed class HandlerReporter<TProgress> : ProgressReporter
{
    private readonly IProgress<TProgress> _handler;
    private readonly JsonTypeInfo<TProgress> _type;
    private readonly CancellationToken _cancellation;
    private readonly ExecutionContext? _context;
    private readonly CancellationTokenSource _stop;

    private ExceptionDispatchInfo? _failure;

    private HandlerReporter(
        IProgress<TProgress> handler,
        JsonTypeInfo<TProgress> type,
        ExecutionContext? context,
        CancellationToken cancellationToken)
    {
        _handler = handler;
        _type = type;
        _cancellation = cancellationToken;
        _context = context;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    internal override CancellationToken Stop => _stop.Token;

    /// <summary>What reports to <paramref name="handler"/>, or <see langword="null"/> where there is none.</summary>
    internal static HandlerReporter<TProgress>? For(
        IProgress<TProgress>? handler, JsonTypeInfo<TProgress> type, CancellationToken cancellationToken) =>
        handler is null
            ? null
            : new HandlerReporter<TProgress>(handler, type, ExecutionContext.Capture(), cancellationToken);

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
            Tell(Reply.Parse(CString.Lend(json), _type).OutputOrThrow());
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            _stop.Cancel();
        }
    }

    internal override void ThrowIfFailed()
    {
        // A handler that heeds the caller's token says nothing that the reply does not say better.
        if (_failure is not null
            && !(_failure.SourceException is OperationCanceledException && _cancellation.IsCancellationRequested))
        {
            _failure.Throw();
        }
    }

    public override void Dispose() => _stop.Dispose();

    // Rust's thread has none of the caller's asynchronous locals; no more has the handler where their flow is suppressed.
    private void Tell(TProgress report)
    {
        if (_context is null)
        {
            _handler.Report(report);
        }
        else
        {
            ExecutionContext.Run(_context, _ => _handler.Report(report), null);
        }
    }
}
