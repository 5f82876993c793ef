using System.Text.Json;

namespace RustInterop.Crossing;

/// <summary>By hand, since the serialiser would make an object of each number and of the members together.</summary>
// Mirrors native/src/boundary/error.rs
internal sealed class ErrorReplyConverter : StandaloneConverter<ErrorReply>
{
    private static readonly Members Members = new(("error", true));

    private static readonly Members DetailMembers = new(
        ("kind", true),
        ("message", true),
        ("path", false),
        ("line", false),
        ("column", false),
        ("location", false));

    public override ErrorReply Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ErrorDetail error = null!;
        uint seen = 0;
        while (Members.Next(ref reader, ref seen) != Members.End)
        {
            error = ReadDetail(ref reader);
        }

        return new(error);
    }

    public override void Write(Utf8JsonWriter writer, ErrorReply value, JsonSerializerOptions options) =>
        throw new NotSupportedException("only Rust writes it");

    private static ErrorDetail ReadDetail(ref Utf8JsonReader reader)
    {
        RustErrorKind kind = default;
        string message = "";
        string? path = null, location = null;
        int? line = null, column = null;
        uint seen = 0;
        int member;
        while ((member = DetailMembers.Next(ref reader, ref seen)) != Members.End)
        {
            switch (member)
            {
                case 0:
                    kind = SnakeCaseEnumConverter<RustErrorKind>.Read(ref reader);
                    break;
                case 1:
                    message = reader.ReadText();
                    break;
                case 2:
                    path = reader.ReadText();
                    break;
                case 3:
                    line = reader.GetInt32();
                    break;
                case 4:
                    column = reader.GetInt32();
                    break;
                default:
                    location = reader.ReadText();
                    break;
            }
        }

        return new(kind, message, path, line, column, location);
    }
}
