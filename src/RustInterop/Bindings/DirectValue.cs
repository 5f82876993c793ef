using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RustInterop.Bindings;

/// <summary>For generated code: an argument as the direct entry of an export takes it, or a result.</summary>
// Mirrors rust_interop_value of the header, and native/interop/src/boundary/direct.rs
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Nobody compares them.")]
public readonly struct DirectValue
{
    private readonly ulong _number;
    private readonly nuint _length;

    /// <summary>A number, or the bits of one.</summary>
    /// <param name="number">The number.</param>
    public DirectValue(ulong number) => _number = number;

    /// <summary>An object of Rust. Pass it to the call too, which keeps it alive.</summary>
    /// <param name="target">The object.</param>
    /// <exception cref="ObjectDisposedException">The object was disposed of.</exception>
    public DirectValue(RustObject target) => _number = target.OpenHandle();

    private DirectValue(ulong number, nuint length)
    {
        _number = number;
        _length = length;
    }

    internal ulong Number => _number;

    internal nuint Length => _length;

    internal unsafe byte* Data => (byte*)(nuint)_number;

    /// <summary>Bytes that stay where they are during the call.</summary>
    internal static unsafe DirectValue OfBytes(byte* data, int length) => new((nuint)data, (nuint)length);

    /// <summary>Bytes that Rust has.</summary>
    internal static DirectValue OfHandle(ulong handle) => new(handle, nuint.MaxValue);
}
