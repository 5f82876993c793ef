using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Bindings;

/// <summary>For generated code: what is special about a member of a record.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[Flags]
public enum JsonMemberKind
{
    /// <summary>It must be there, and cannot be null.</summary>
    None = 0,

    /// <summary>It may be null.</summary>
    Nullable = 1,

    /// <summary>It may be absent when it is read.</summary>
    Optional = 2,

    /// <summary>It is left out while it is null or, if it is an <see cref="Optional{T}"/>, absent.</summary>
    LeftOut = 4,

    /// <summary>It is never written.</summary>
    OutputOnly = 8,

    /// <summary>In JSON its own members stand in its place.</summary>
    Flattened = 16,

    /// <summary>A time that is Rust's <c>SystemTime</c>, in a library where others are texts.</summary>
    SystemTime = 32,
}

/// <summary>For generated code: a member of a record.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JsonMember
{
    private protected JsonMember(string name, JsonMemberKind kind)
    {
        Name = name;
        Kind = kind;
    }

    internal string Name { get; }

    internal JsonMemberKind Kind { get; }

    /// <summary>A member that names the variant of an enum.</summary>
    /// <param name="name">The member's name in JSON.</param>
    /// <param name="variant">The variant's name in JSON.</param>
    public static JsonMember Tag(string name, string variant) => new JsonMember<string>(name, _ => variant, static (_, _) => { });

    internal abstract JsonPropertyInfo PropertyInfo<TRecord>(JsonSerializerOptions options);

    internal abstract FlattenedPart Part(JsonSerializerOptions options);
}

/// <summary>For generated code: a member of a record.</summary>
/// <typeparam name="T">Its type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonMember<T> : JsonMember
{
    private readonly Func<object, T?> _get;
    private readonly Action<object, T?> _set;

    /// <summary>Describes the member.</summary>
    /// <param name="name">Its name in JSON.</param>
    /// <param name="get">Gets its value from the record.</param>
    /// <param name="set">Sets its value in a record that is being read.</param>
    /// <param name="kind">What is special about it.</param>
    public JsonMember(string name, Func<object, T?> get, Action<object, T?> set, JsonMemberKind kind = JsonMemberKind.None)
        : base(name, kind)
    {
        _get = get;
        _set = set;
    }

    internal override JsonPropertyInfo PropertyInfo<TRecord>(JsonSerializerOptions options)
    {
        JsonPropertyInfo member = JsonMetadataServices.CreatePropertyInfo<T>(options, new()
        {
            IsProperty = true,
            IsPublic = true,
            DeclaringType = typeof(TRecord),
            PropertyName = Name,
            JsonPropertyName = Name,
            Getter = _get,
            Setter = _set,
            IgnoreCondition = Kind.HasFlag(JsonMemberKind.LeftOut) ? JsonIgnoreCondition.WhenWritingDefault : null,
        });
        member.IsRequired = !Kind.HasFlag(JsonMemberKind.Optional);
        if (!Kind.HasFlag(JsonMemberKind.Nullable))
        {
            member.IsSetNullable = false;
            member.IsGetNullable = false;
        }

        if (Kind.HasFlag(JsonMemberKind.OutputOnly))
        {
            member.ShouldSerialize = static (_, _) => false;
        }

        if (Kind.HasFlag(JsonMemberKind.SystemTime))
        {
            member.CustomConverter = SystemTimeConverter.For<T>();
        }

        return member;
    }

    internal override FlattenedPart Part(JsonSerializerOptions options) => new FlattenedPart<T>(_get, _set, Kind, options);
}
