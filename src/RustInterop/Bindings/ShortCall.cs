using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace RustInterop.Bindings;

/// <summary>For generated code: calls of functions that take little time, on the thread pool. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ShortCall
{
    /// <summary>Calls a function on the thread pool.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <typeparam name="TOutput">What it returns.</typeparam>
    /// <param name="call">The function.</param>
    /// <param name="input">What it gets.</param>
    /// <param name="cancellationToken">If it is cancelled before the function begins, that is not called.</param>
    /// <returns>Its end, to be awaited once.</returns>
    public static ValueTask<TOutput> RunAsync<TInput, TOutput>(Func<TInput, TOutput> call, TInput input, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<TOutput>(cancellationToken)
            : QueuedCall<TInput, TOutput>.Queue(call, input, cancellationToken).Task;

    /// <summary>Calls a function whose result is of no interest on the thread pool.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static ValueTask RunForEndAsync<TInput, TOutput>(Func<TInput, TOutput> call, TInput input, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : QueuedCall<TInput, TOutput>.Queue(call, input, cancellationToken).End;
}

/// <summary>A call that waits for a thread of the pool, or runs there. It is used again once its result was taken.</summary>
internal sealed class QueuedCall<TInput, TOutput> : IThreadPoolWorkItem, IValueTaskSource<TOutput>, IValueTaskSource
{
    private static QueuedCall<TInput, TOutput>? s_idle;

    private ManualResetValueTaskSourceCore<TOutput> _completion;
    private Func<TInput, TOutput>? _call;
    private TInput? _input;
    private CancellationToken _cancellation;
    private ExecutionContext? _context;
    private TOutput? _output;
    private Exception? _failure;

    private QueuedCall()
    {
    }

    internal ValueTask<TOutput> Task => new(this, _completion.Version);

    internal ValueTask End => new(this, _completion.Version);

    internal static QueuedCall<TInput, TOutput> Queue(Func<TInput, TOutput> call, TInput input, CancellationToken cancellationToken)
    {
        QueuedCall<TInput, TOutput> queued = Interlocked.Exchange(ref s_idle, null) ?? new();
        queued._call = call;
        queued._input = input;
        queued._cancellation = cancellationToken;
        // Null if its flow is suppressed.
        queued._context = ExecutionContext.Capture();
        ThreadPool.UnsafeQueueUserWorkItem(queued, preferLocal: true);
        return queued;
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_context is null)
        {
            Call();
        }
        else
        {
            ExecutionContext.Run(_context, static queued => ((QueuedCall<TInput, TOutput>)queued!).Call(), this);
        }

        (Exception? failure, TOutput? output) = (_failure, _output);
        (_call, _input, _cancellation, _context, _failure, _output) = (null, default, default, null, null, default);
        // The continuation runs here, outside of the caller's context, and may queue this again.
        if (failure is null)
        {
            _completion.SetResult(output!);
        }
        else
        {
            _completion.SetException(failure);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whoever awaits the call gets it.")]
    private void Call()
    {
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            _output = _call!(_input!);
        }
        catch (Exception exception)
        {
            _failure = exception;
        }
    }

    TOutput IValueTaskSource<TOutput>.GetResult(short token) => GetResult(token);

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private TOutput GetResult(short token)
    {
        // Throws if the result was taken before.
        bool hasEnded = GetStatus(token) != ValueTaskSourceStatus.Pending;
        try
        {
            return _completion.GetResult(token);
        }
        finally
        {
            if (hasEnded)
            {
                _completion.Reset();
                Volatile.Write(ref s_idle, this);
            }
        }
    }
}
