using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;
using RustInterop.Fleet.Json;
using RustInterop.Tests.Child;

namespace RustInterop.Tests.Crossing;

public sealed class ReplyTests
{
    [Fact]
    public void Read_Null_ThrowsAndSaysSo()
    {
        Action read = () => Reply.Read(new RustString(BuiltInLibrary.Instance, 0), ProcedureJson.Output).OutputOrThrow();

        read.Should().Throw<RustException>().WithMessage("*returned NULL instead of a reply.")
            .Which.Kind.Should().Be(RustErrorKind.InvalidReply);
    }

    [Fact]
    public void Read_OutputOfAnotherType_ThrowsThatItDoesNotFit()
    {
        Action read = () =>
        {
            using RustString output = RawReply.Of("""{"timeout":1,"retries":0,"host_list":[],"action":"x","job_id":1}"""u8 + "\0"u8);
            Reply.Read(output, FleetJson.TypeOf<HostResult>()).OutputOrThrow();
        };

        RustException exception = read.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidReply);
        exception.InnerException.Should().BeAssignableTo<JsonException>();
    }

    [Theory]
    [InlineData("""{"job_id":1,"result":"success","message":"","failed_hosts":[],"hosts":[]}{}""", "*'{' is invalid after a single JSON value*")]
    [InlineData("""{"job_id":"1","result":"success","message":"","failed_hosts":[],"hosts":[]}""", "*job_id: Cannot get the value of a token type 'String' as a number*")]
    [InlineData("""{"job_id":99999999999,"result":"success","message":"","failed_hosts":[],"hosts":[]}""", "*job_id: *out of bounds for an Int32*")]
    [InlineData("""{"job_id":1,"result":"success","message":"","failed_hosts":[null],"hosts":[]}""", "*failed_hosts: element 0 of a list is null*")]
    [InlineData("""{"job_id":1,"result":"success","message":"","failed_hosts":[],"hosts":[null]}""", "*hosts[0]: expected an object*")]
    [InlineData("[]", "*expected an object*")]
    [InlineData("", "*does not contain any JSON tokens*")]
    public void Parse_NoProcedureOutput_SaysWhatDoesNotFit(string json, string expected)
    {
        RustException? error = Reply.Parse(Encoding.UTF8.GetBytes(json), ProcedureJson.Output).Error;

        error!.Kind.Should().Be(RustErrorKind.InvalidReply);
        error.Message.Should().Match(expected);
    }

    [Theory]
    [InlineData("1 2", "*'2' is invalid after a single JSON value*")]
    [InlineData("\"1\"", "*Path: $ | LineNumber: 0 | BytePositionInLine: 3.*")]
    [InlineData("true", "*Path: $ | LineNumber: 0 | BytePositionInLine: 4.*")]
    [InlineData("null", "*Path: $ | LineNumber: 0 | BytePositionInLine: 4.*")]
    [InlineData("99999999999999999999", "*Path: $ | LineNumber: 0 | BytePositionInLine: 20.*")]
    [InlineData("[1]", "*Path: $ | LineNumber: 0 | BytePositionInLine: 1.*")]
    [InlineData("1e", "*Expected a digit*")]
    [InlineData("", "*does not contain any JSON tokens*")]
    public void Parse_NotOneNumber_SaysWhatDoesNotFit(string json, string expected)
    {
        RustException? error = Reply.Parse(Encoding.UTF8.GetBytes(json), TypeOf<long>()).Error;

        error!.Kind.Should().Be(RustErrorKind.InvalidReply);
        error.Message.Should().Match(expected);
    }

    [Fact]
    public void Parse_OneValue_IsTheOutput()
    {
        Reply.Parse(" -7 "u8, TypeOf<long>()).OutputOrThrow().Should().Be(-7);
        Reply.Parse("true"u8, TypeOf<bool>()).OutputOrThrow().Should().BeTrue();
        Reply.Parse("""  "\u00e9"  """u8, TypeOf<string>()).OutputOrThrow().Should().Be("é");
        Reply.Parse("null"u8, TypeOf<string>()).OutputOrThrow().Should().BeNull();
        Reply.Parse("null"u8, TypeOf<int?>()).OutputOrThrow().Should().BeNull();
        Reply.Parse("7"u8, TypeOf<int?>()).OutputOrThrow().Should().Be(7);
    }

    [Theory]
    [InlineData("""{"error":{"message":"x"}}""", "*error: the member 'kind' is missing*")]
    [InlineData("""{"error":{"kind":"failed"}}""", "*error: the member 'message' is missing*")]
    [InlineData("""{"error":{"kind":"unheard_of","message":"x"}}""", "*expected one of \"null_pointer\"*")]
    [InlineData("""{"error":{"kind":"failed","message":"x"},"more":1}""", "*more: there is no such member*")]
    [InlineData("""{"error":{"kind":"failed","message":"x","line":3000000000}}""", "*error.line: *out of bounds for an Int32*")]
    public void Parse_ErrorThatDoesNotFit_SaysWhatDoesNotFit(string json, string expected)
    {
        RustException? error = Reply.Parse(Encoding.UTF8.GetBytes(json), ProcedureJson.Output).Error;

        error!.Kind.Should().Be(RustErrorKind.InvalidReply);
        error.Message.Should().Match(expected);
    }

    [Theory]
    [InlineData("\"attempts\":\"1\"", "hosts[0].attempts")]
    [InlineData("\"attempts\":null", "hosts[0].attempts")]
    [InlineData("\"error\":null", "hosts[0].error")]
    [InlineData("\"outcome\":\"unheard_of\"", "hosts[0].outcome")]
    [InlineData("\"duration\":\"1\"", "hosts[0].duration")]
    [InlineData("\"more\":1", "hosts[0].more")]
    [InlineData("\"host\":\"a\",\"host\":\"a\"", "hosts[0].host")]
    public void Parse_HostThatDoesNotFit_NamesTheMember(string member, string path)
    {
        string json = $$"""{"job_id":1,"result":"success","message":"","failed_hosts":[],"hosts":[{{{member}}}]}""";

        RustException? error = Reply.Parse(Encoding.UTF8.GetBytes(json), ProcedureJson.Output).Error;

        error!.Kind.Should().Be(RustErrorKind.InvalidReply);
        error.Path.Should().Be(path, "{0}", error.Message);
    }

    [Theory]
    [InlineData("""{"radius":1,"$type":"circle"}""", typeof(NotSupportedException))]
    [InlineData("""{"$type":"circle","radius":-1}""", typeof(ArgumentOutOfRangeException))]
    [InlineData("""{"$type":"square","radius":1}""", typeof(JsonException))]
    public void Parse_WhateverTheTypeThrows_IsAnInvalidReply(string json, Type reason)
    {
        RustException? error = Reply.Parse(Encoding.UTF8.GetBytes(json), ShapeJson.Default.Shape).Error;

        error!.Kind.Should().Be(RustErrorKind.InvalidReply);
        error.InnerException.Should().BeOfType(reason);
        error.Message.Should().Contain(error.InnerException!.Message);
    }

    [Fact]
    public void Parse_NullProcedureOutput_IsNull()
    {
        Answer<ProcedureOutput> answer = Reply.Parse("null"u8, ProcedureJson.Output);

        answer.OutputOrThrow().Should().BeNull();
    }

    [Fact]
    public void Parse_ErrorWithPlace_HasThePlace()
    {
        RustException? error = Reply.Parse(
            """{"error":{"kind":"invalid_input","message":"x","path":"a.b","line":2,"column":3}}"""u8, ProcedureJson.Output).Error;

        (error!.Kind, error.Path, error.Line, error.Column).Should().Be((RustErrorKind.InvalidInput, "a.b", 2, 3));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("false")]
    [InlineData("\"x\"")]
    [InlineData("""{"kind":"too_long"}""")]
    [InlineData("""{"twice":1,"twice":2}""")]
    public void Parse_ErrorWithValue_HasTheValue(string value)
    {
        RustException? error = ParseError(value);

        error!.Message.Should().Be("x");
        error.Value!.Value.GetRawText().Should().Be(value);
    }

    [Fact]
    public void Parse_ErrorWithValueOfManyLevels_HasTheValue()
    {
        string value = new string('[', 10_000) + new string(']', 10_000);

        RustException? error = ParseError(value);

        error!.Message.Should().Be("x");
        error.Value!.Value.GetRawText().Should().Be(value);
    }

    [Fact]
    public void Parse_ErrorWithoutValue_HasNone() =>
        Reply.Parse("""{"error":{"kind":"failed","message":"x"}}"""u8, ProcedureJson.Output).Error!.Value.Should().BeNull();

    [Fact]
    public void Parse_Panic_HasItsLocation()
    {
        RustException? error = Reply.Parse(
            """{"error":{"kind":"panicked","message":"x","location":"a.rs:1"}}"""u8, ProcedureJson.Output).Error;

        error.Should().BeOfType<RustPanicException>().Which.Location.Should().Be("a.rs:1");
    }

    private static RustException? ParseError(string value) => Reply.Parse(
        Encoding.UTF8.GetBytes($$$"""{"error":{"kind":"failed","message":"x","value":{{{value}}}}}"""), ProcedureJson.Output).Error;

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Default.GetTypeInfo(typeof(T));
}

[JsonPolymorphic]
[JsonDerivedType(typeof(Circle), "circle")]
internal abstract record Shape;

internal sealed record Circle : Shape
{
    public Circle(int radius)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        Radius = radius;
    }

    public int Radius { get; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Shape))]
internal sealed partial class ShapeJson : JsonSerializerContext;
