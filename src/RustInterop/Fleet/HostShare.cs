using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RustInterop.Fleet;

/// <summary>A number of hosts, or a percentage.</summary>
/// <remarks>Immutable. An <see cref="int"/> converts to that number of hosts; the default value is 0 hosts.</remarks>
/// <example><code>input with { Batches = [1, HostShare.Percent(10), HostShare.Percent(50)] }</code></example>
public readonly record struct HostShare
{
    private const int MaxPercent = 100;

    private HostShare(int value, bool isPercent) => (Value, IsPercent) = (value, isPercent);

    /// <summary>The number of hosts, or the percentage if <see cref="IsPercent"/>.</summary>
    public int Value { get; }

    /// <summary>Whether this is a percentage.</summary>
    public bool IsPercent { get; }

    /// <summary>A number of hosts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "Count is the alternate.")]
    public static implicit operator HostShare(int count) => Count(count);

    /// <summary>A number of hosts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static HostShare Count(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new(count, isPercent: false);
    }

    /// <summary>A percentage, from 0 to 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside this range.</exception>
    public static HostShare Percent(int percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, MaxPercent);
        return new(percent, isPercent: true);
    }

    /// <returns>As in JSON: <c>5</c> or <c>25%</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}{(IsPercent ? "%" : "")}");

    /// <returns>The percentage; null if the text is none.</returns>
    internal static HostShare? ParsePercent(string text) =>
        text.EndsWith('%')
        && int.TryParse(text.AsSpan()[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int percent)
        && percent <= MaxPercent
            ? Percent(percent)
            : null;
}
