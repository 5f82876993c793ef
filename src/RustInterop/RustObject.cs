using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>
/// An object that lives in Rust: the base of the classes that are generated for the types whose methods Rust exports.
/// </summary>
/// <remarks>
/// <para>
/// Dispose of it when you need it no more: Rust then drops it, unless Rust itself has it elsewhere. You may do so during a call: the
/// call goes on, and Rust drops the object afterwards. An object that nobody disposes of is dropped some time after the garbage
/// collector has found it; the counter <c>rust_interop.objects.forgotten</c> of the meter <c>RustInterop</c> counts those.
/// </para>
/// <para>
/// Thread-safe: methods that take <c>&amp;self</c> in Rust run at once on several threads, and one that takes <c>&amp;mut self</c> waits
/// until it has the object for itself. A call that already uses one object never waits for another. It throws a
/// <see cref="RustException"/> instead, because otherwise two calls could wait for each other for ever.
/// </para>
/// </remarks>
[SuppressMessage("Design", "CA1063:Implement IDisposable Correctly", Justification = "Generated classes have nothing to dispose of.")]
public abstract class RustObject : IDisposable
{
    /// <summary>For generated code: takes the object of a handle.</summary>
    /// <param name="handle">The handle.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected RustObject(RustHandle handle) => Handle = handle;

    /// <summary>For generated code: takes the place of another object, which nobody else has.</summary>
    /// <param name="other">The other object.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected RustObject(RustObject other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Handle = other.Handle;
    }

    private RustHandle Handle { get; }

    /// <summary>Ends the use of the object. You can call this any number of times, from any thread.</summary>
    [SuppressMessage("Usage", "CA1816:Dispose methods should call SuppressFinalize", Justification = "Only the handle has a finalizer.")]
    public void Dispose() => Handle.Dispose();

    /// <summary>What stands for the object in the input that this thread writes. The object lives until the call has ended.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed of.</exception>
    internal ulong Cross()
    {
        ThrowIfDisposed();
        InputBuffer.Hold(Handle);
        return Handle.Number;
    }

    /// <summary>What stands for the object in a direct call.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed of.</exception>
    internal ulong OpenHandle()
    {
        ThrowIfDisposed();
        return Handle.Number;
    }

    /// <exception cref="ObjectDisposedException">The object was disposed of.</exception>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
}
