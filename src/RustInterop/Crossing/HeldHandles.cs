using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>
/// The handles in an input. They stay valid until the call has ended, even if their objects are disposed of meanwhile. Then those of bytes
/// and functions are dropped.
/// </summary>
internal sealed class HeldHandles : IDisposable
{
    private readonly List<SafeHandle> _handles = [];
    private readonly List<(LibraryExports Library, ulong Number)> _given = [];
    private readonly List<MemoryHandle> _pins = [];

    // Not the exception itself: a function that Rust keeps may throw during a later call that uses this object again.
    private StrongBox<Exception>? _thrown;

    /// <summary>The last exception of a function that the call got.</summary>
    internal Exception? Thrown => _thrown?.Value;

    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    internal void Hold(SafeHandle handle)
    {
        bool held = false;
        handle.DangerousAddRef(ref held);
        _handles.Add(handle);
    }

    /// <summary>Pins bytes and lends them.</summary>
    /// <returns>The handle of the loan.</returns>
    internal unsafe ulong Lend(LibraryExports library, ReadOnlyMemory<byte> bytes)
    {
        MemoryHandle pin = bytes.Pin();
        _pins.Add(pin);
        return Lend(library, new PinnedBytes((nint)pin.Pointer, bytes.Length));
    }

    /// <summary>Lends bytes that are pinned until the call has ended.</summary>
    /// <returns>The handle of the loan.</returns>
    internal ulong Lend(LibraryExports library, PinnedBytes bytes)
    {
        ulong number = library.Lend(bytes);
        if (number == 0)
        {
            throw NoHandle();
        }

        _given.Add((library, number));
        return number;
    }

    /// <summary>Gives the library a function. It may keep it after the call.</summary>
    /// <returns>The handle of the function.</returns>
    internal ulong Register(LibraryExports library, RegisteredFunction function)
    {
        function.Thrown = _thrown ??= new();
        ulong number = function.Register();
        _given.Add((library, number));
        return number;
    }

    public void Dispose()
    {
        foreach ((LibraryExports library, ulong number) in _given)
        {
            library.Drop(number);
        }

        foreach (MemoryHandle pin in _pins)
        {
            pin.Dispose();
        }

        foreach (SafeHandle handle in _handles)
        {
            handle.DangerousRelease();
        }

        _thrown = null;
        _given.Clear();
        _pins.Clear();
        _handles.Clear();
    }

    internal static InvalidOperationException NoHandle() => new("The library has no more handles.");
}

/// <summary>Bytes that stay where they are.</summary>
internal readonly record struct PinnedBytes(nint Address, int Length);
