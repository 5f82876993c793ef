using System.Text.Json;
using System.Text.Json.Nodes;
using RustInterop.Crossing;
using static RustInterop.Tests.Build.Descriptions.DescribedLibrary;

namespace RustInterop.Tests.Build.Generation;

/// <summary>The generated types read what serde writes, and write what serde reads.</summary>
public sealed class GeneratedJsonTests
{
    private static readonly Lazy<CompiledCode> Everything = new(() => CompiledCode.Of(Read("everything.json")));

    public static TheoryData<string> Members => [.. Value().Select(member => member.Key)];

    [Theory]
    [MemberData(nameof(Members))]
    public void RoundTrip_EachMember_IsTheSame(string member)
    {
        JsonObject value = Value();

        JsonObject read = JsonNode.Parse(Everything.Value.RoundTrip("Everything", value.ToJsonString()))!.AsObject();

        read.Should().ContainKey(member);
        (read[member]?.ToJsonString()).Should().Be(value[member]?.ToJsonString());
    }

    [Fact]
    public void RoundTrip_Record_HasNoOtherMembers() =>
        JsonNode.Parse(Everything.Value.RoundTrip("Everything", Value().ToJsonString()))!.AsObject()
            .Select(member => member.Key).Should().BeEquivalentTo(Value().Select(member => member.Key));

    [Fact]
    public void Read_AbsentMemberWithDefault_IsNullAndLeftOut()
    {
        JsonObject value = Value();
        value["skipped"] = new JsonArray(1);

        JsonNode.Parse(Everything.Value.RoundTrip("Everything", value.ToJsonString()))!["skipped"]!.ToJsonString().Should().Be("[1]");
        JsonNode.Parse(Everything.Value.RoundTrip("Everything", Value().ToJsonString()))!["skipped"].Should().BeNull();
    }

    [Fact]
    public void RoundTrip_NumberThatMayBeAbsentAndIsNowhereElse_IsTheSame()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "f", """{"type":"acme::A"}""",
            """{"path":"acme::A","struct":[{"name":"a","rust":"a","default":true,"shape":"u8"}]}"""));

        code.RoundTrip("A", """{"a":1}""").Should().Be("""{"a":1}""");
    }

    [Fact]
    public void Write_MemberThatRustNeverReads_IsLeftOut()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "f", """{"type":"acme::A"}""",
            """
            {"path":"acme::A","struct":[{"name":"a","rust":"a","direction":"output","shape":"u8"},
             {"name":"b","rust":"b","default":true,"direction":"output","shape":"string"},
             {"name":"c","rust":"c","default":true,"skip_if":true,"direction":"output","shape":{"optional":{"option":"u8"}}}]}
            """));

        code.RoundTrip("A", """{"a":1,"b":"x","c":null}""").Should().Be("{}");
    }

    [Theory]
    [InlineData("Word", """{"word":"w"}""", "")]
    [InlineData("Word", """{"word":"w","count":1,"more":1}""", "more")]
    [InlineData("Word", """{"word":"w","word":"w","count":1}""", "word")]
    [InlineData("Word", """{"word":null,"count":1}""", "word")]
    [InlineData("Word", """{"word":"w","count":-1}""", "count")]
    [InlineData("Node", """{"children":[{"children":[],"next":3}],"next":null}""", "children[0].next")]
    [InlineData("Filter", """{"between":{"first":"a","last":3}}""", "between.last")]
    [InlineData("Filter", """{"pair":["a",-1]}""", "pair[1]")]
    [InlineData("Filter", """{"word":{"word":"w","count":1},"numbers":null}""", "")]
    [InlineData("Filter", "\"between\"", "")]
    [InlineData("Filter", "\"other\"", "")]
    [InlineData("Event", """{"kind":"too_long","word":3}""", "too_long.word")]
    [InlineData("Event", """{"word":"w"}""", "")]
    [InlineData("Event", """{"kind":"other"}""", "")]
    [InlineData("Event", """{"kind":"started","word":"w"}""", "started.word")]
    [InlineData("Adjacent", """{"t":"named","c":{"a":1}}""", "named.a")]
    [InlineData("Adjacent", """{"t":"text"}""", "")]
    [InlineData("Adjacent", """{"t":"none","x":1}""", "")]
    [InlineData("Untagged", "1.5", "")]
    [InlineData("Point", "[1]", "")]
    [InlineData("Point", "[1,2,3]", "")]
    [InlineData("Color", "0", "")]
    [InlineData("Color", "\"Red\"", "")]
    [InlineData("Flat", """{"own":1,"word":"w","count":"x"}""", "count")]
    [InlineData("ChangeOfByte", """{"from":1,"to":256}""", "to")]
    [InlineData("ChangeOfWord", """{"from":{"word":"w","count":1},"to":{"word":1,"count":1}}""", "to.word")]
    public void Read_WhatRustNeverWrites_IsAnErrorWithItsPath(string type, string json, string path) =>
        FluentActions.Invoking(() => Everything.Value.RoundTrip(type, json))
            .Should().Throw<JsonException>().Which.Should().Match<JsonException>(exception => NestedJsonException.PathOf(exception) == path);

    [Theory]
    [InlineData("\"ab\"", "char")]
    [InlineData("\"\"", "char")]
    [InlineData("\"1.00000000000000000000000000001\"", "decimal")]
    [InlineData("\"1e3\"", "decimal")]
    [InlineData("{\"secs\":18446744073709551615,\"nanos\":0}", "duration")]
    [InlineData("{\"secs\":1}", "duration")]
    [InlineData("{\"secs\":1,\"secs\":1,\"nanos\":0}", "duration")]
    [InlineData("\"localhost\"", "ip_address")]
    [InlineData("0", "unit")]
    [InlineData("\"nan\"", "f64")]
    public void Read_ScalarThatCSharpCannotHold_IsAnError(string json, string member)
    {
        JsonObject value = Value();
        value[member] = JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = true });

        FluentActions.Invoking(() => Everything.Value.RoundTrip("Everything", value.ToJsonString()))
            .Should().Throw<JsonException>().Which.Path.Should().Be($"$.{member}");
    }

    [Theory]
    [InlineData("""{"list":"system_time"}""")]
    [InlineData("""{"optional":{"option":"system_time"}}""")]
    public void Write_SystemTimeWithinAnotherTypeBesideTexts_IsRefused(string member)
    {
        string shape = Export("acme", "times", """{"tuple":["timestamp",{"type":"acme::Times"}]}""",
            $$"""{"path":"acme::Times","struct":[{"name":"a","rust":"a","default":true,"skip_if":true,"shape":{{member}}}]}""");

        FluentActions.Invoking(() => CompiledCode.Of(shape)).Should().Throw<FormatException>().WithMessage("*SystemTime*");
    }

    [Fact]
    public void RoundTrip_SystemTimesOnly_AreObjectsEverywhere()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "times", """{"type":"acme::Times"}""",
            """{"path":"acme::Times","struct":[{"name":"all","rust":"all","shape":{"list":"system_time"}}]}"""));
        const string Json = """{"all":[{"secs_since_epoch":1,"nanos_since_epoch":200}]}""";

        code.RoundTrip("Times", Json).Should().Be(Json);
    }

    private static JsonObject Value() => JsonNode.Parse(Read("everything-value.json"))!.AsObject();

    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Build", "Generation", name));
}
