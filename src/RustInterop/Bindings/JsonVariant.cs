using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace RustInterop.Bindings;

/// <summary>For generated code: a variant of an enum with data.</summary>
/// <typeparam name="T">The C# type of the enum.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JsonVariant<T>
    where T : class
{
    private readonly byte[] _utf8;

    private protected JsonVariant(string name)
    {
        Name = name;
        _utf8 = Encoding.UTF8.GetBytes(name);
    }

    internal string Name { get; }

    /// <summary>False for a variant that is only its name.</summary>
    internal virtual bool HasContent => true;

    /// <summary>Whether the content is an object that has the tag as a member already.</summary>
    internal virtual bool HasTag => true;

    internal bool IsNamed(ref Utf8JsonReader reader) => reader.ValueTextEquals(_utf8);

    internal abstract bool Matches(T value);

    internal abstract T Read(ref Utf8JsonReader reader, JsonSerializerOptions options);

    internal abstract void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options);

    /// <summary>Writes the members of the content, which is an object.</summary>
    internal virtual void WriteMembers(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        throw new NotSupportedException($"The variant {Name} has no members of its own.");
}

/// <summary>For generated code: a variant without data.</summary>
/// <typeparam name="T">The C# type of the enum.</typeparam>
/// <typeparam name="TCase">The C# type of the variant.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonUnitVariant<T, TCase> : JsonVariant<T>
    where T : class
    where TCase : class, T, new()
{
    /// <summary>Describes the variant.</summary>
    /// <param name="name">Its name in JSON.</param>
    public JsonUnitVariant(string name)
        : base(name)
    {
    }

    internal override bool HasContent => false;

    internal override bool Matches(T value) => value is TCase;

    internal override T Read(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? new TCase() : throw new JsonException($"expected null for \"{Name}\"");

    internal override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNullValue();
}

/// <summary>For generated code: a variant with named members, or one whose only member is the tag.</summary>
/// <typeparam name="T">The C# type of the enum.</typeparam>
/// <typeparam name="TCase">The C# type of the variant, which is a record of the library.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonRecordVariant<T, TCase> : JsonVariant<T>
    where T : class
    where TCase : class, T
{
    /// <summary>Describes the variant.</summary>
    /// <param name="name">Its name in JSON.</param>
    public JsonRecordVariant(string name)
        : base(name)
    {
    }

    internal override bool Matches(T value) => value is TCase;

    internal override T Read(ref Utf8JsonReader reader, JsonSerializerOptions options) => Nested.Read<TCase>(ref reader, Name, options);

    internal override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => Nested.Write(writer, (TCase)value, options);
}

/// <summary>For generated code: a variant with one value, or with a tuple.</summary>
/// <typeparam name="T">The C# type of the enum.</typeparam>
/// <typeparam name="TCase">The C# type of the variant.</typeparam>
/// <typeparam name="TContent">The C# type of its content.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonVariant<T, TCase, TContent> : JsonVariant<T>
    where T : class
    where TCase : class, T
{
    private readonly Func<TCase, TContent> _unwrap;
    private readonly Func<TContent, TCase> _wrap;

    /// <summary>Describes the variant.</summary>
    /// <param name="name">Its name in JSON.</param>
    /// <param name="unwrap">Gets the content.</param>
    /// <param name="wrap">Creates the variant.</param>
    public JsonVariant(string name, Func<TCase, TContent> unwrap, Func<TContent, TCase> wrap)
        : base(name)
    {
        _unwrap = unwrap;
        _wrap = wrap;
    }

    internal override bool HasTag => false;

    internal override bool Matches(T value) => value is TCase;

    internal override T Read(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        _wrap(Nested.Read<TContent>(ref reader, Name, options));

    internal override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        Nested.Write(writer, _unwrap((TCase)value), options);

    internal override void WriteMembers(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        Nested.WriteMembers(writer, _unwrap((TCase)value), options.TypeInfoOf<TContent>());
}
