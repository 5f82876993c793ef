using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>
/// A Rust function of a <see cref="RustLibrary"/> that takes and returns JSON. Thread-safe.
/// </summary>
public sealed class RustProcedure
{
    private readonly ProcedureExports _exports;

    internal RustProcedure(string name, ProcedureExports exports)
    {
        Name = name;
        _exports = exports;
    }

    /// <summary>The name of the Rust function.</summary>
    public string Name { get; }

    /// <summary>Calls the procedure and blocks until it ends.</summary>
    /// <param name="inputJson">The input: JSON in UTF-8, without NUL bytes.</param>
    /// <param name="outputJson">Receives the output, JSON in UTF-8. Nothing is written if the call fails.</param>
    /// <exception cref="ArgumentNullException"><paramref name="outputJson"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inputJson"/> contains a NUL byte, where C would end it.</exception>
    /// <exception cref="RustException">
    /// The JSON is not a valid input, and <see cref="RustException.Path"/> names the member; or the procedure failed.
    /// </exception>
    /// <exception cref="RustPanicException">The procedure panicked. The next call works.</exception>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    public void Invoke(ReadOnlySpan<byte> inputJson, IBufferWriter<byte> outputJson)
    {
        ArgumentNullException.ThrowIfNull(outputJson);
        ThrowIfNul(inputJson, nameof(inputJson));
        using InputBuffer buffer = InputBuffer.Rent();
        using RustString reply = _exports.Invoke(buffer.Write(inputJson));
        Reply.CopyTo(reply, outputJson).OutputOrThrow();
    }

    /// <summary>Calls the procedure without blocking a .NET thread while it runs.</summary>
    /// <param name="inputJson">The input: JSON in UTF-8, without NUL bytes. It is read before the method returns.</param>
    /// <param name="outputJson">
    /// Receives the output, JSON in UTF-8, just before the task ends. Nothing is written if the call fails.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels the procedure, which ends when it next checks for a cancel, or if it is async in Rust, where it waits.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="outputJson"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inputJson"/> contains a NUL byte, where C would end it.</exception>
    /// <exception cref="OperationCanceledException">
    /// The task ends with it: <paramref name="cancellationToken"/> was cancelled, and the procedure failed or never began.
    /// </exception>
    /// <exception cref="RustException">
    /// The task fails with it: the JSON is not a valid input, and <see cref="RustException.Path"/> names the member; or the
    /// procedure failed.
    /// </exception>
    /// <exception cref="RustPanicException">The task fails with it: the procedure panicked. The next call works.</exception>
    /// <exception cref="ObjectDisposedException">The task fails with it: the library was disposed of.</exception>
    public Task InvokeAsync(
        ReadOnlyMemory<byte> inputJson, IBufferWriter<byte> outputJson, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outputJson);
        ThrowIfNul(inputJson.Span, nameof(inputJson));
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        Task<Answer<int>> call = PendingCall.RunAsync(
            _exports,
            buffer => buffer.Write(inputJson.Span),
            (reply, _) => Reply.CopyTo(reply, outputJson),
            reporter: null,
            drain: default,
            cancellationToken);
        return CallTask.Of(call, CallTask.FailureIsCancel, cancellationToken);
    }

    private static void ThrowIfNul(ReadOnlySpan<byte> json, string parameter)
    {
        int nul = json.IndexOf((byte)0);
        if (nul >= 0)
        {
            throw EmbeddedNul(parameter, nul);
        }
    }

    private static ArgumentException EmbeddedNul(string parameter, int index) =>
        new($"The JSON has a NUL byte at index {index}, where C would end it.", parameter);
}

/// <summary>
/// A Rust function of a <see cref="RustLibrary"/>, called with records. Thread-safe.
/// </summary>
/// <typeparam name="TInput">The C# side of the function's input.</typeparam>
/// <typeparam name="TOutput">The C# side of its output.</typeparam>
public class RustProcedure<TInput, TOutput>
{
    private readonly ProcedureExports _exports;
    private readonly JsonTypeInfo<TInput> _input;
    private readonly JsonTypeInfo<TOutput> _output;
    private readonly ErrorType? _error;

    internal RustProcedure(
        string name, ProcedureExports exports, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
    {
        Name = name;
        _exports = exports;
        _input = input;
        _output = output;
    }

    private protected RustProcedure(RustProcedure<TInput, TOutput> procedure, ErrorType error)
        : this(procedure.Name, procedure._exports, procedure._input, procedure._output) => _error = error;

    /// <summary>The name of the Rust function.</summary>
    public string Name { get; }

    /// <summary>
    /// The same procedure with typed errors: where the Rust function's error is data, the calls throw a
    /// <see cref="RustException{TError}"/>, which has it.
    /// </summary>
    /// <typeparam name="TError">The C# side of the function's error type.</typeparam>
    /// <param name="errorType">How to read an error.</param>
    /// <exception cref="ArgumentNullException"><paramref name="errorType"/> is null.</exception>
    public virtual RustProcedure<TInput, TOutput> WithError<TError>(JsonTypeInfo<TError> errorType)
    {
        ArgumentNullException.ThrowIfNull(errorType);
        return new(this, new ErrorType<TError>(errorType));
    }

    /// <summary>Calls the procedure and blocks until it ends.</summary>
    /// <param name="input">The input. Null is written as JSON's null.</param>
    /// <exception cref="RustException">
    /// The input does not fit the Rust type, or the output the C# type, and <see cref="RustException.Path"/> names the member;
    /// or the procedure failed.
    /// </exception>
    /// <exception cref="RustPanicException">The procedure panicked. The next call works.</exception>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    public TOutput Invoke(TInput input) => Call(input).OutputOrThrow();

    /// <summary>Calls the procedure without blocking a .NET thread while it runs.</summary>
    /// <param name="input">The input, written before the method returns. Null is written as JSON's null.</param>
    /// <param name="cancellationToken">
    /// Cancels the procedure, which ends when it next checks for a cancel, or if it is async in Rust, where it waits.
    /// </param>
    /// <exception cref="OperationCanceledException">
    /// The task ends with it: <paramref name="cancellationToken"/> was cancelled, and the procedure failed or never began. Its
    /// error is the inner exception. If the procedure still returns an output, that is the result.
    /// </exception>
    /// <exception cref="RustException">
    /// The task fails with it: the input does not fit the Rust type, or the output the C# type, and
    /// <see cref="RustException.Path"/> names the member; or the procedure failed.
    /// </exception>
    /// <exception cref="RustPanicException">The task fails with it: the procedure panicked. The next call works.</exception>
    /// <exception cref="ObjectDisposedException">The task fails with it: the library was disposed of.</exception>
    public Task<TOutput> InvokeAsync(TInput input, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<TOutput>(cancellationToken)
            : CallTask.Of(
                CallAsync(input, reporter: null, drain: default, cancellationToken), CallTask.FailureIsCancel, cancellationToken);

    /// <summary>The exception for an error reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="cause">The exception that led to it, if one did.</param>
    internal RustException ErrorOf(in RustString reply, Exception? cause) =>
        Reply.Read(reply, _output, _error, cause).Error ?? ReplyErrors.Missing();

    /// <summary><see cref="Invoke"/>, with an error as a value.</summary>
    /// <param name="input">The input.</param>
    /// <param name="spans">Pinned bytes that the input may lend.</param>
    internal Answer<TOutput> Call(TInput input, ReadOnlySpan<PinnedBytes> spans = default)
    {
        using InputBuffer buffer = InputBuffer.Rent(_exports.Library);
        ReadOnlySpan<byte> json = buffer.Write(input, _input, spans);
        using BlockingCall call = new(buffer.Thread);
        using RustString reply = _exports.Invoke(json);
        // A function that Rust has kept since an earlier call belongs to no input.
        return Reply.Read(reply, _output, _error, buffer.Thrown ?? call.LastThrown);
    }

    /// <summary>The asynchronous call, with an error as a value. A policy decides afterwards what counts as cancelled.</summary>
    private protected Task<Answer<TOutput>> CallAsync(
        TInput input, ProgressReporter? reporter, CancellationToken drain, CancellationToken cancellationToken) =>
        PendingCall.RunAsync(
            _exports,
            buffer => buffer.Write(input, _input),
            (reply, cause) => Reply.Read(reply, _output, _error, cause),
            reporter,
            drain,
            cancellationToken);
}

/// <summary>
/// A Rust function of a <see cref="RustLibrary"/>, called with records, that reports progress. Thread-safe.
/// </summary>
/// <typeparam name="TInput">The C# side of the function's input.</typeparam>
/// <typeparam name="TOutput">The C# side of its output.</typeparam>
/// <typeparam name="TProgress">The C# side of what it passes to <c>Context::report</c>.</typeparam>
public sealed class RustProcedure<TInput, TOutput, TProgress> : RustProcedure<TInput, TOutput>
{
    private readonly JsonTypeInfo<TProgress> _progress;

    internal RustProcedure(
        string name,
        ProcedureExports exports,
        JsonTypeInfo<TInput> input,
        JsonTypeInfo<TOutput> output,
        JsonTypeInfo<TProgress> progress)
        : base(name, exports, input, output) => _progress = progress;

    private RustProcedure(RustProcedure<TInput, TOutput, TProgress> procedure, ErrorType error)
        : base(procedure, error) => _progress = procedure._progress;

    /// <inheritdoc/>
    public override RustProcedure<TInput, TOutput, TProgress> WithError<TError>(JsonTypeInfo<TError> errorType)
    {
        ArgumentNullException.ThrowIfNull(errorType);
        return new(this, new ErrorType<TError>(errorType));
    }

    /// <summary>Calls the procedure without blocking a .NET thread while it runs.</summary>
    /// <param name="input">The input, written before the method returns. Null is written as JSON's null.</param>
    /// <param name="progress">
    /// Receives each report, or <see langword="null"/> for no reports. Reports come one after another, on threads of the
    /// library (if the procedure is async in Rust, also on this one), and the procedure waits for the handler. If the
    /// handler throws, or a report does not fit <typeparamref name="TProgress"/>, the procedure is cancelled and the task
    /// fails with that exception. For <see cref="Progress{T}"/>, see the remarks of
    /// <see cref="Fleet.ProcedureHandlers"/>.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels the procedure, which ends when it next checks for a cancel, or if it is async in Rust, where it waits.
    /// </param>
    /// <exception cref="OperationCanceledException">
    /// The task ends with it: <paramref name="cancellationToken"/> was cancelled, and the procedure failed or never began. Its
    /// error is the inner exception. If the procedure still returns an output, that is the result.
    /// </exception>
    /// <exception cref="RustException">
    /// The task fails with it: the input does not fit the Rust type, or the output the C# type, and
    /// <see cref="RustException.Path"/> names the member; or the procedure failed.
    /// </exception>
    /// <exception cref="RustPanicException">The task fails with it: the procedure panicked. The next call works.</exception>
    /// <exception cref="ObjectDisposedException">The task fails with it: the library was disposed of.</exception>
    public Task<TOutput> InvokeAsync(
        TInput input, IProgress<TProgress>? progress, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<TOutput>(cancellationToken)
            : CallTask.Of(
                CallAsync(input, progress, drain: default, cancellationToken), CallTask.FailureIsCancel, cancellationToken);

    /// <inheritdoc cref="RustProcedure{TInput, TOutput}.CallAsync"/>
    internal Task<Answer<TOutput>> CallAsync(
        TInput input, IProgress<TProgress>? progress, CancellationToken drain, CancellationToken cancellationToken) =>
        CallAsync(input, ProgressReporter<TProgress>.For(progress, _progress, cancellationToken), drain, cancellationToken);
}
