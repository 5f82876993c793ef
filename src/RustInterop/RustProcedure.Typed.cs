using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>
/// A Rust function of a <see cref="RustLibrary"/>, called with records. Safe for use by several threads.
/// </summary>
/// <typeparam name="TInput">The C# side of the function's input.</typeparam>
/// <typeparam name="TOutput">The C# side of its output.</typeparam>
public class RustProcedure<TInput, TOutput>
{
    private readonly LoadedProcedure _procedure;
    private readonly JsonTypeInfo<TInput> _input;
    private readonly JsonTypeInfo<TOutput> _output;

    internal RustProcedure(
        string name, LoadedProcedure procedure, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
    {
        Name = name;
        _procedure = procedure;
        _input = input;
        _output = output;
    }

    /// <summary>The Rust function's name.</summary>
    public string Name { get; }

    /// <summary>Calls the procedure and blocks until it has ended.</summary>
    /// <param name="input">The input. Null is written as JSON's null.</param>
    /// <exception cref="RustException">
    /// The input does not fit the Rust type, or the output the C# type, and <see cref="RustException.Path"/> says where; or
    /// the procedure failed.
    /// </exception>
    /// <exception cref="RustPanicException">The procedure panicked. The next call works.</exception>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    public TOutput Invoke(TInput input) => Call(input).OutputOrThrow();

    /// <summary>Calls the procedure; blocks no thread of .NET's while it runs.</summary>
    /// <param name="input">The input, written before this returns its task. Null is written as JSON's null.</param>
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
    public Task<TOutput> InvokeAsync(TInput input, CancellationToken cancellationToken = default) =>
        RunAsync(input, reporter: null, cancellationToken);

    private protected Task<TOutput> RunAsync(TInput input, ProgressReporter? reporter, CancellationToken cancellationToken) =>
        LoadedCall.RunAsync(
            _procedure,
            buffer => buffer.Write(input, _input),
            reply => Reply.Read(reply, _output),
            reporter,
            cancellationToken);

    private Answer<TOutput> Call(TInput input)
    {
        using CallBuffer buffer = CallBuffer.Rent();
        RustString reply = buffer.Invoke(_procedure, buffer.Write(input, _input));
        return Reply.Read(reply, _output);
    }
}
