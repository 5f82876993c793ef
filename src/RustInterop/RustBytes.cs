using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>
/// Bytes for Rust, or from Rust: <c>rust_interop::Bytes</c>. Those that Rust returns stay in its memory, where you read them without a
/// copy; a few hundred may be copied, which takes less time. Those that you pass to Rust are an array or a memory, which converts to this
/// class by itself.
/// </summary>
/// <remarks>
/// <para>
/// Dispose of the bytes that Rust has returned when you need them no more, and keep them in a <c>using</c> until then: a
/// <see cref="Span"/> does not keep them alive. Using a span after <see cref="Dispose"/>, or during it, reads memory that may be
/// freed. What <see cref="ReadOnlyMemory{T}.Pin"/> of <see cref="Memory"/> has pinned stays, and so do bytes that a call uses. Bytes that
/// nobody disposes of are freed some time after the garbage collector has found them; the counter
/// <c>rust_interop.objects.forgotten</c> of the meter <c>RustInterop</c> counts those.
/// </para>
/// <para>
/// Nobody may change the bytes: Rust may have the same ones elsewhere, and reads yours until the call has ended. Thread-safe.
/// </para>
/// </remarks>
public sealed class RustBytes : IMemoryOwner<byte>
{
    private readonly RustMemory? _rust;
    private readonly ReadOnlyMemory<byte> _own;
    private readonly bool _isCopy;
    private volatile bool _isDisposed;

    /// <summary>Bytes of your own, to pass to Rust. They are not copied before a call that gets them.</summary>
    /// <param name="bytes">The bytes. Leave them unchanged during each call.</param>
    public RustBytes(ReadOnlyMemory<byte> bytes) => _own = bytes;

    internal RustBytes(RustHandle handle, nint address, int length) => _rust = new(handle, address, length);

    private RustBytes(byte[] copy)
    {
        _own = copy;
        _isCopy = true;
    }

    /// <summary>How many bytes there are.</summary>
    public int Length => _rust?.Length ?? _own.Length;

    /// <summary>The bytes, not copied.</summary>
    /// <exception cref="ObjectDisposedException">They were disposed of.</exception>
    public ReadOnlySpan<byte> Span => _rust is null ? OwnSpan : _rust.GetSpan();

    /// <summary>The bytes, not copied. Reading it fails once they are disposed of.</summary>
    /// <exception cref="ObjectDisposedException">They were disposed of.</exception>
    public ReadOnlyMemory<byte> Memory => _rust is not null ? _rust.Memory : _isCopy ? new CopiedMemory(this).Memory : _own;

    /// <summary>Whether the memory is .NET's.</summary>
    internal bool IsOwn => _rust is null;

    private ReadOnlySpan<byte> OwnSpan
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _own.Span;
        }
    }

    /// <summary>For code that takes an owner of memory. It must not change the bytes.</summary>
    /// <exception cref="ObjectDisposedException">They were disposed of.</exception>
    Memory<byte> IMemoryOwner<byte>.Memory => MemoryMarshal.AsMemory(Memory);

    /// <summary>Bytes of your own, to pass to Rust.</summary>
    /// <param name="bytes">The bytes; null for no value.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is.")]
    [return: NotNullIfNotNull(nameof(bytes))]
    public static implicit operator RustBytes?(byte[]? bytes) => bytes is null ? null : new(bytes);

    /// <summary>Bytes of your own, to pass to Rust.</summary>
    /// <param name="bytes">The bytes.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is.")]
    public static implicit operator RustBytes(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <inheritdoc cref="op_Implicit(ReadOnlyMemory{byte})"/>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is.")]
    public static implicit operator RustBytes(Memory<byte> bytes) => new(bytes);

    /// <summary>A copy. It is complete, even if another thread disposes of the bytes meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">They were disposed of.</exception>
    public byte[] ToArray()
    {
        ReadOnlyMemory<byte> bytes = Memory;
        using MemoryHandle pin = bytes.Pin();
        return bytes.ToArray();
    }

    /// <summary>Ends the use of the bytes, if they are Rust's. You can call this any number of times, from any thread.</summary>
    public void Dispose()
    {
        ((IDisposable?)_rust)?.Dispose();
        _isDisposed = _isCopy;
    }

    /// <summary>A copy of Rust's bytes, for so few that a handle would take longer.</summary>
    internal static RustBytes Copied(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>The handle of the bytes, if they are that library's.</summary>
    /// <exception cref="ObjectDisposedException">They were disposed of.</exception>
    internal RustHandle? HandleIn(LibraryExports library)
    {
        if (_rust is null || _rust.Handle.Library != library)
        {
            return null;
        }

        ObjectDisposedException.ThrowIf(_rust.Handle.IsClosed, this);
        return _rust.Handle;
    }

    /// <summary>What stands for the bytes in the input that this thread writes. They stay until the call has ended.</summary>
    /// <exception cref="ObjectDisposedException">They were disposed of.</exception>
    internal ulong Cross()
    {
        // To another library, they are only bytes.
        if (_rust is null || _rust.Handle.Library != InputBuffer.Library)
        {
            return InputBuffer.Lend(Memory);
        }

        ObjectDisposedException.ThrowIf(_rust.Handle.IsClosed, this);
        InputBuffer.Hold(_rust.Handle);
        return _rust.Handle.Number;
    }

    private sealed unsafe class RustMemory(RustHandle handle, nint address, int length) : MemoryManager<byte>
    {
        internal RustHandle Handle => handle;

        internal int Length => length;

        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(handle.IsClosed, typeof(RustBytes));
            return new((byte*)address, length);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length, nameof(elementIndex));
            bool held = false;
            handle.DangerousAddRef(ref held);
            return new((byte*)address + elementIndex, pinnable: this);
        }

        public override void Unpin() => handle.DangerousRelease();

        protected override void Dispose(bool disposing) => handle.Dispose();
    }

    /// <summary>The memory of a copy. Reading it fails once the bytes are disposed of, as reading Rust's does.</summary>
    private sealed class CopiedMemory : MemoryManager<byte>
    {
        private readonly RustBytes _bytes;

        internal CopiedMemory(RustBytes bytes)
        {
            ObjectDisposedException.ThrowIf(bytes._isDisposed, bytes);
            _bytes = bytes;
        }

        public override Span<byte> GetSpan() => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(_bytes.OwnSpan), _bytes.Length);

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_bytes.Length, nameof(elementIndex));
            ObjectDisposedException.ThrowIf(_bytes._isDisposed, _bytes);
            return _bytes._own[elementIndex..].Pin();
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
