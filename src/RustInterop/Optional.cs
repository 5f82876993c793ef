using System.Diagnostics.CodeAnalysis;

namespace RustInterop;

/// <summary>
/// A member of a record that may be absent, which is not the same as null. In Rust, it is a field <c>Option&lt;Option&lt;T&gt;&gt;</c>.
/// </summary>
/// <typeparam name="T">What the member is if it is present: a type that may be null.</typeparam>
/// <remarks>
/// A member that nobody sets is absent, and so is <see langword="default"/>. Assign a value or null, and it is present. C# does not
/// convert interfaces, so for a list or a map write <c>new(value)</c>.
/// </remarks>
/// <example>
/// <code>
/// await Acme.ChangeUserAsync(7, new() { Nickname = null });   // removes the nickname, and leaves the other members as they are
/// user.Nickname = change.Nickname.GetValueOrDefault(user.Nickname);
/// </code>
/// </example>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "It is the usual name, as in Microsoft.CodeAnalysis. Visual Basic has brackets for it.")]
public readonly struct Optional<T> : IEquatable<Optional<T>>
{
    private readonly T _value;

    /// <summary>Creates a member that is present.</summary>
    /// <param name="value">Its value, or null.</param>
    public Optional(T value)
    {
        HasValue = true;
        _value = value;
    }

    /// <summary>Whether the member is present. Its value may still be null.</summary>
    public bool HasValue { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The member is absent.</exception>
    public T Value => HasValue ? _value : throw new InvalidOperationException("The member is absent, so it has no value.");

    /// <summary>The value; null if the member is absent.</summary>
    public T? GetValueOrDefault() => _value;

    /// <summary>The value, or another one if the member is absent.</summary>
    /// <param name="defaultValue">The other one.</param>
    public T GetValueOrDefault(T defaultValue) => HasValue ? _value : defaultValue;

    /// <inheritdoc/>
    public bool Equals(Optional<T> other) =>
        HasValue == other.HasValue && EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Optional<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HasValue, _value);

    /// <summary>The text of the value, <c>null</c> or <c>absent</c>.</summary>
    public override string ToString() => HasValue ? _value?.ToString() ?? "null" : "absent";

    /// <summary>Whether both are absent, or both are present with equal values.</summary>
    public static bool operator ==(Optional<T> left, Optional<T> right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Optional<T> left, Optional<T> right) => !left.Equals(right);

    /// <summary>A member that is present.</summary>
    /// <param name="value">Its value, or null.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is one.")]
    public static implicit operator Optional<T>(T value) => new(value);
}
