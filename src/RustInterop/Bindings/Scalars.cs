using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Bindings;

/// <summary>A value that is a text in JSON, as a member's value or as a map's key.</summary>
internal abstract class TextConverter<T> : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : throw new JsonException($"expected {Expected}");

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Format(value));

    private protected abstract string Expected { get; }

    private protected abstract bool TryParse(string text, out T value);

    private protected abstract string Format(T value);

    private T Parse(string text) => TryParse(text, out T value) ? value : throw new JsonException($"expected {Expected}");
}

/// <summary>Rust's <c>char</c>: like a <see cref="Rune"/>, any Unicode scalar value. A C# char is only half of some.</summary>
internal sealed class RuneConverter : TextConverter<Rune>
{
    private protected override string Expected => "a text of one character";

    private protected override bool TryParse(string text, out Rune value) =>
        Rune.TryGetRuneAt(text.Length == 0 ? "\uD800" : text, 0, out value) && value.Utf16SequenceLength == text.Length;

    private protected override string Format(Rune value) => value.ToString();
}

internal sealed class IPAddressConverter : TextConverter<IPAddress>
{
    private protected override string Expected => "an IP address";

    private protected override bool TryParse(string text, out IPAddress value) => IPAddress.TryParse(text, out value!);

    private protected override string Format(IPAddress value) => value.ToString();
}

/// <summary>A decimal as a text. Digits that C# would round away are an error.</summary>
internal sealed class DecimalConverter : TextConverter<decimal>
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private protected override string Expected => "a decimal of at most 28 digits";

    private protected override bool TryParse(string text, out decimal value) =>
        decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out value)
        && value.Scale == text.Length - 1 - (text.IndexOf('.', StringComparison.Ordinal) is var point and >= 0 ? point : text.Length - 1);

    private protected override string Format(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Rust's <c>()</c>.</summary>
internal sealed class UnitConverter : JsonConverter<ValueTuple>
{
    public override bool HandleNull => true;

    public override ValueTuple Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? default : throw new JsonException("expected null");

    public override void Write(Utf8JsonWriter writer, ValueTuple value, JsonSerializerOptions options) => writer.WriteNullValue();
}
