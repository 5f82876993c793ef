using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>
/// Items that Rust computes when they are wanted: what a Rust <c>Stream</c> in a record is in C#. You can enumerate it once.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
/// <remarks>
/// <para>
/// Nothing is computed before the enumeration wants an item. Then Rust computes a batch: 16 items at first and up to 1,024 later, for no
/// longer than 10 milliseconds, unless the first item takes longer. There is no next batch before you have taken the last item of this one.
/// </para>
/// <para>
/// Rust drops its iterator at the end of the enumeration: when the last item was taken, and when you break off, cancel or throw. If Rust
/// is computing an item just then, it drops the iterator after that. Dispose of a stream that you do not enumerate.
/// </para>
/// </remarks>
[SuppressMessage("Design", "CA1063:Implement IDisposable Correctly", Justification = "The derived class has nothing to dispose of.")]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "That is its name in Rust, and in the field.")]
public class RustStream<T> : IAsyncEnumerable<T>, IDisposable
{
    private const int FirstBatch = 16;
    private const int LargestBatch = 1024;

    private readonly RustHandle _handle;
    private readonly RustProcedure<StreamRequest, StreamBatch<T>> _next;
    private bool _isEnumerated;

    internal RustStream(RustHandle handle, RustProcedure<StreamRequest, StreamBatch<T>> next)
    {
        _handle = handle;
        _next = next;
    }

    /// <summary>Begins to take the items. The enumeration disposes of the stream at its end.</summary>
    /// <param name="cancellationToken">
    /// Ends the enumeration by an <see cref="OperationCanceledException"/>, without waiting for the item that Rust is computing.
    /// </param>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    /// <exception cref="RustException">The enumeration fails with it: the iterator returned an error.</exception>
    /// <exception cref="RustPanicException">The enumeration fails with it: the iterator panicked.</exception>
    /// <exception cref="ObjectDisposedException">The enumeration fails with it: the stream was disposed of.</exception>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _isEnumerated, true)
            ? throw new InvalidOperationException("A stream of Rust can be enumerated once.")
            : ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Ends the stream. You can call this any number of times, from any thread.</summary>
    [SuppressMessage("Usage", "CA1816:Dispose methods should call SuppressFinalize", Justification = "Only the handle has a finalizer.")]
    public void Dispose() => _handle.Dispose();

    private async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StreamBatch<T>? batch = null;
        try
        {
            for (int most = FirstBatch; batch is not { IsDone: true }; most = Math.Min(2 * most, LargestBatch))
            {
                batch = await NextAsync(most, cancellationToken).ConfigureAwait(false);
                while (batch.TryTake(out T? item))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            batch?.DisposeOfRest();
            Dispose();
        }
    }

    // The handle is not held during the call, because disposing of it ends the call.
    private async Task<StreamBatch<T>> NextAsync(int most, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        try
        {
            return await _next.InvokeAsync(new(_handle.Number, most), cancellationToken).ConfigureAwait(false);
        }
        catch (RustException exception) when (_handle.IsClosed && exception.Kind is (RustErrorKind.InvalidHandle or RustErrorKind.Failed))
        {
            throw new ObjectDisposedException(GetType().FullName, exception);
        }
    }
}

/// <summary>
/// A <see cref="RustStream{T}"/> that may end with an error: the enumeration throws a <see cref="RustException{TError}"/> then.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
/// <typeparam name="TError">The error.</typeparam>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "That is its name in Rust, and in the field.")]
public sealed class RustStream<T, TError> : RustStream<T>
{
    internal RustStream(RustHandle handle, RustProcedure<StreamRequest, StreamBatch<T>> next)
        : base(handle, next)
    {
    }
}
