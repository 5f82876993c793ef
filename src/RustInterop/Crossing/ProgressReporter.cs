using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>Receives the reports of one call, and stops the call when its handler fails.</summary>
internal abstract class ProgressReporter : IDisposable
{
    /// <summary>Cancelled when the call should end: the caller cancelled it, or the handler failed.</summary>
    internal abstract CancellationToken Stop { get; }

    /// <summary>Receives a report. Runs on a thread of Rust's or the caller's, never twice at once, and never throws.</summary>
    /// <param name="json">JSON, which Rust owns and keeps until this returns.</param>
    /// <returns>Whether the handler has taken it. If not, the call has to be cancelled before Rust goes on.</returns>
    internal abstract bool Report(in RustText json);

    /// <exception cref="Exception">
    /// What the handler threw, unless it was an <see cref="OperationCanceledException"/> after the caller had cancelled.
    /// </exception>
    internal abstract void ThrowIfFailed();

    public abstract void Dispose();
}

/// <summary>Reads the reports of one call and passes them to the caller's handler.</summary>
internal sealed class ProgressReporter<TProgress> : ProgressReporter
{
    private readonly IProgress<TProgress> _handler;
    private readonly JsonTypeInfo<TProgress> _type;
    private readonly CancellationToken _cancellation;
    private readonly ExecutionContext? _context;
    private readonly CancellationTokenSource _stop;

    private ExceptionDispatchInfo? _failure;

    private ProgressReporter(
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

    /// <summary>A reporter for <paramref name="handler"/>, or <see langword="null"/> if there is no handler.</summary>
    internal static ProgressReporter<TProgress>? For(
        IProgress<TProgress>? handler, JsonTypeInfo<TProgress> type, CancellationToken cancellationToken) =>
        handler is null
            ? null
            : new ProgressReporter<TProgress>(handler, type, ExecutionContext.Capture(), cancellationToken);

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "No exception may reach Rust. This one is thrown where the call is awaited.")]
    internal override bool Report(in RustText json)
    {
        if (_failure is not null)
        {
            return false;
        }

        try
        {
            Handle(Reply.Read(json, _type).OutputOrThrow());
            return true;
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            _stop.Cancel();
            return false;
        }
    }

    internal override void ThrowIfFailed()
    {
        // If the handler only obeyed the caller's token, the reply already says what happened.
        if (_failure is not null
            && !(_failure.SourceException is OperationCanceledException && _cancellation.IsCancellationRequested))
        {
            _failure.Throw();
        }
    }

    public override void Dispose() => _stop.Dispose();

    // Rust's thread does not have the caller's asynchronous locals. The context is null if their flow is suppressed.
    private void Handle(TProgress report)
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
