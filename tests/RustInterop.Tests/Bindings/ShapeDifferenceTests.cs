using System.Text;
using RustInterop.Bindings;

namespace RustInterop.Tests.Bindings;

public sealed class ShapeDifferenceTests
{
    private const string Sound = """
        {"crate":"acme","name":"analyse","arguments":[{"name":"input","shape":"u32"}],"output":{"type":"acme::Output"},"types":[
        {"path":"acme::Output","struct":[{"name":"words","rust":"words","shape":{"list":{"type":"acme::Word"}}},
        {"name":"top","rust":"top","default":true,"shape":{"option":{"map":["string",{"tuple":["u8","bool"]}]}}}]},
        {"path":"acme::Word","tag":"kind","enum":[{"name":"short","rust":"Short","unit":true},{"name":"long","rust":"Long","newtype":"u8"}]}]}
        """;

    [Theory]
    [InlineData("""{"list":{"type":"acme::Word"}}""", """{"list":"string"}""", "Output.words: Rust has list of string, this assembly has list of Word")]
    [InlineData("\"name\":\"top\"", "\"name\":\"most\"", "Output.top: Rust has no such member, this assembly has option of map of string to (u8, bool)")]
    [InlineData("\"struct\":[", "\"struct\":[{\"name\":\"new\",\"rust\":\"new\",\"shape\":\"bool\"},", "Output.new: Rust has bool, this assembly has no such member")]
    [InlineData("\"default\":true,", "", "Output.top: in Rust, it is required; in this assembly, it has a default")]
    [InlineData("""{"option":{"map":["string",{"tuple":["u8","bool"]}]}}""", """{"optional":{"option":"u8"}}""", "Output.top: Rust has option of option of u8, this assembly has option of map of string to (u8, bool)")]
    [InlineData("\"shape\":\"u32\"", "\"shape\":\"u64\"", "analyse.input: Rust has u64, this assembly has u32")]
    [InlineData("\"output\":{\"type\":\"acme::Output\"}", "\"output\":\"unit\"", "the output of analyse: Rust has unit, this assembly has Output")]
    [InlineData(",\"types\"", ",\"error\":{\"type\":\"acme::Word\"},\"types\"", "the error of analyse: Rust has Word, this assembly has none")]
    [InlineData("\"tag\":\"kind\",", "", "Word: in Rust, serde's tag is not set; in this assembly, it is kind")]
    [InlineData("\"newtype\":\"u8\"", "\"tuple\":[\"u8\",\"u8\"]", "Word.long: Rust has a tuple, this assembly has one value")]
    [InlineData("{\"name\":\"short\",\"rust\":\"Short\",\"unit\":true},", "", "Word.short: Rust has no such variant, this assembly has it")]
    [InlineData("\"rust\":\"top\"", "\"rust\":\"most\"", "the members are in another order, or have other names in Rust")]
    public void Find_OneChange_NamesTheMember(string before, string after, string expected)
    {
        Sound.Should().Contain(before);

        ShapeDifference.Find(Utf8(Sound.Replace(before, after, StringComparison.Ordinal)), Utf8(Sound)).Should().Be(expected);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
