using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>
/// A Rust function of a <see cref="RustLibrary"/>, called with records, that reports progress. Safe for use by several
/// threads.
/// </summary>
/// <typeparam name="TInput">The C# side of the function's input.</typeparam>
/// <typeparam name="TOutput">The C# side of its output.</typeparam>
/// <typeparam name="TProgress">The C# side of what it gives to <c>Context::report</c>.</typeparam>
public sealed class RustProcedure<TInput, TOutput, TProgress> : RustProcedure<TInput, TOutput>
{
    private readonly JsonTypeInfo<TProgress> _progress;

    internal RustProcedure(
        string name,
        LoadedProcedure procedure,
        JsonTypeInfo<TInput> input,
        JsonTypeInfo<TOutput> output,
        JsonTypeInfo<TProgress> progress)
        : base(name, procedure, input, output) => _progress = progress;

    /// <summary>Calls the procedure; blocks no thread of .NET's while it runs.</summary>
    /// <param name="input">The input, written before this returns its task. Null is written as JSON's null.</param>
    /// <param name="progress">
    /// Told of each report, one after another, on threads of the library: the procedure goes on when the handler returns.
    /// A handler that throws, or a report that does not fit <typeparamref name="TProgress"/>, cancels the procedure, and the
    /// task fails with that exception. <see langword="null"/> for none. About <see cref="Progress{T}"/>, see
    /// <see cref="Rust.StartProcedureAsync"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the procedure, which ends when it next looks.</param>
    /// <exception cref="OperationCanceledException">
    /// By the task: <paramref name="cancellationToken"/> was cancelled, and the procedure failed or never began. What it
    /// said is the inner exception. A procedure that returns an output all the same has its output returned.
    /// </exception>
    /// <exception cref="RustException">
    /// By the task: the input does not fit the Rust type, or the output the C# type, and <see cref="RustException.Path"/>
    /// says where; or the procedure failed.
    /// </exception>
    /// <exception cref="RustPanicException">By the task: the procedure panicked. The next call works.</exception>
    /// <exception cref="ObjectDisposedException">By the task: the library was disposed of.</exception>
    public Task<TOutput> InvokeAsync(
        TInput input, IProgress<TProgress>? progress, CancellationToken cancellationToken = default) =>
        RunAsync(input, HandlerReporter<TProgress>.For(progress, _progress, cancellationToken), cancellationToken);
}
