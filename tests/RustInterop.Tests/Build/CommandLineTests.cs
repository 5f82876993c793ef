using RustInterop.Build;

namespace RustInterop.Tests.Build;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \t\n ", "")]
    [InlineData("--features fast", "--features|fast")]
    [InlineData("\n  --features\n  fast  ", "--features|fast")]
    [InlineData("--config 'a b'", "--config|a b")]
    [InlineData("""--config "a 'b' c" """, "--config|a 'b' c")]
    [InlineData("""a'b'"c"d""", "abcd")]
    [InlineData("""'it'"'"'s'""", "it's")]
    [InlineData("'' \"\"", "|")]
    [InlineData("""$HOME `ls` \n $(x) %PATH% & ;""", """$HOME|`ls`|\n|$(x)|%PATH%|&|;""")]
    public void Split_Text_GivesTheWords(string text, string words) =>
        string.Join('|', CommandLine.Split(text)).Should().Be(words);

    [Theory]
    [InlineData("--config 'a")]
    [InlineData("a\"")]
    public void Split_OpenQuote_IsRefused(string text)
    {
        Action split = () => CommandLine.Split(text);

        split.Should().Throw<FormatException>().WithMessage($"*{text}*");
    }
}
