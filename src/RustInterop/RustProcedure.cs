using System.Buffers;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>
/// A Rust function of a <see cref="RustLibrary"/>, called with JSON and answering in JSON. Safe for use by several threads.
/// </summary>
public sealed class RustProcedure
{
    private readonly LoadedProcedure _procedure;

    internal RustProcedure(string name, LoadedProcedure procedure)
    {
        Name = name;
        _procedure = procedure;
    }

    /// <summary>The Rust function's name.</summary>
    public string Name { get; }

    /// <summary>Calls the procedure and blocks until it has ended. Makes no managed object when called often.</summary>
    /// <param name="inputJson">The input: JSON in UTF-8, without NUL bytes.</param>
    /// <param name="outputJson">Where the output goes, JSON in UTF-8; nothing is written when the call fails.</param>
    /// <exception cref="ArgumentNullException"><paramref name="outputJson"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inputJson"/> has a NUL byte, at which C would end it.</exception>
    /// <exception cref="RustException">
    /// The JSON is no input of the procedure's, and <see cref="RustException.Path"/> says where; or the procedure failed.
    /// </exception>
    /// <exception cref="RustPanicException">The procedure panicked. The next call works.</exception>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    public void Invoke(ReadOnlySpan<byte> inputJson, IBufferWriter<byte> outputJson)
    {
        ArgumentNullException.ThrowIfNull(outputJson);
        ThrowIfNul(inputJson, nameof(inputJson));
        Call(inputJson, outputJson).OutputOrThrow();
    }

    /// <summary>Calls the procedure; blocks no thread of .NET's while it runs.</summary>
    /// <param name="inputJson">The input: JSON in UTF-8, without NUL bytes. Read before this returns its task.</param>
    /// <param name="outputJson">Where the output goes, JSON in UTF-8, just before the task ends; nothing is written when the call fails.</param>
    /// <param name="cancellationToken">Cancels the procedure, which ends when it next looks.</param>
    /// <exception cref="ArgumentNullException"><paramref name="outputJson"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inputJson"/> has a NUL byte, at which C would end it.</exception>
    /// <exception cref="OperationCanceledException">
    /// By the task: <paramref name="cancellationToken"/> was cancelled, and the procedure failed or never began.
    /// </exception>
    /// <exception cref="RustException">
    /// By the task: the JSON is no input of the procedure's, and <see cref="RustException.Path"/> says where; or the procedure failed.
    /// </exception>
    /// <exception cref="RustPanicException">By the task: the procedure panicked. The next call works.</exception>
    /// <exception cref="ObjectDisposedException">By the task: the library was disposed of.</exception>
    public Task InvokeAsync(
        ReadOnlyMemory<byte> inputJson, IBufferWriter<byte> outputJson, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outputJson);
        ThrowIfNul(inputJson.Span, nameof(inputJson));
        return LoadedCall.RunAsync(
            _procedure,
            buffer => buffer.Write(inputJson.Span),
            reply => Reply.CopyTo(reply, outputJson),
            reporter: null,
            cancellationToken);
    }

    private Answer<int> Call(ReadOnlySpan<byte> inputJson, IBufferWriter<byte> outputJson)
    {
        using CallBuffer buffer = CallBuffer.Rent();
        RustString reply = buffer.Invoke(_procedure, buffer.Write(inputJson));
        return Reply.CopyTo(reply, outputJson);
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
