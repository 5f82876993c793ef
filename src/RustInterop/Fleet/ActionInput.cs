using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using RustInterop.Crossing;

namespace RustInterop.Fleet;

/// <summary>What an action reads from its standard input. A text and bytes convert to it by themselves.</summary>
/// <remarks>
/// Immutable, and compares by the bytes. They may be a secret, so <see cref="ToString"/> gives only their number.
/// </remarks>
/// <example><code>input with { Input = "secret\n" }; input with { Input = File.ReadAllBytes(path) };</code></example>
public sealed class ActionInput : IEquatable<ActionInput>
{
    // A hash of more would take longer than a comparison.
    private const int HashedLength = 1024;

    private readonly byte[] _bytes;

    /// <summary>A text, which the action reads as UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    public ActionInput(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int surrogate = Utf16.IndexOfLoneSurrogate(text);
        if (surrogate >= 0)
        {
            throw Utf16.NotUnicode(nameof(text), nameof(text), surrogate);
        }

        _bytes = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Bytes, of which it makes a copy.</summary>
    /// <param name="bytes">The bytes.</param>
    public ActionInput(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>The bytes, not copied.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>How many bytes there are.</summary>
    public int Length => _bytes.Length;

    /// <summary>A text, which the action reads as UTF-8.</summary>
    /// <param name="text">The text; null for no input.</param>
    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is.")]
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator ActionInput?(string? text) => text is null ? null : new(text);

    /// <summary>Bytes, of which it makes a copy.</summary>
    /// <param name="bytes">The bytes; null for no input.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is.")]
    [return: NotNullIfNotNull(nameof(bytes))]
    public static implicit operator ActionInput?(byte[]? bytes) => bytes is null ? null : new(bytes);

    /// <summary>Bytes, of which it makes a copy.</summary>
    /// <param name="bytes">The bytes.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is.")]
    public static implicit operator ActionInput(ReadOnlyMemory<byte> bytes) => new(bytes.Span);

    /// <summary>Whether both have the same bytes, or neither has any.</summary>
    /// <param name="left">One input.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(ActionInput? left, ActionInput? right) => left?.Equals(right) ?? right is null;

    /// <summary>Whether they differ.</summary>
    /// <inheritdoc cref="op_Equality"/>
    public static bool operator !=(ActionInput? left, ActionInput? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(ActionInput? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActionInput);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(_bytes.Length);
        hash.AddBytes(_bytes.AsSpan(0, Math.Min(_bytes.Length, HashedLength)));
        return hash.ToHashCode();
    }

    /// <summary>The number of bytes.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_bytes.Length} bytes");
}
