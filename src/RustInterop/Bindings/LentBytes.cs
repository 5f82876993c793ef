using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>For generated code: bytes that Rust reads during a call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Nobody compares them.")]
public readonly struct LentBytes
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly int _span;

    /// <summary>Bytes that are pinned until the call has ended.</summary>
    /// <param name="memory">The bytes.</param>
    public LentBytes(ReadOnlyMemory<byte> memory) => _memory = memory;

    /// <summary>A span that the call gets beside the input: JSON cannot be written from an object that has one.</summary>
    /// <param name="span">Which one, counted from 1.</param>
    public LentBytes(int span) => _span = span;

    /// <summary>What stands for the bytes in the input that this thread writes.</summary>
    internal ulong Cross() => _span == 0 ? InputBuffer.Lend(_memory) : InputBuffer.LendSpan(_span - 1);
}
