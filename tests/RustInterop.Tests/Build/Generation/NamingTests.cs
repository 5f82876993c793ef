using RustInterop.Build;

namespace RustInterop.Tests.Build.Generation;

public sealed class NamingTests
{
    [Theory]
    [InlineData("word_text", "WordText")]
    [InlineData("type", "Type")]
    [InlineData("utf_8", "Utf8")]
    [InlineData("_private__part_", "PrivatePart")]
    [InlineData("__", "Underscore")]
    [InlineData("_1", "_1")]
    [InlineData("XMLName", "XMLName")]
    [InlineData("größe_名", "Größe名")]
    [InlineData("𝒜b", "U1D49Cb")]
    public void Pascal_NameOfRust_IsOneOfCSharp(string rust, string expected) => Naming.Pascal(rust).Should().Be(expected);

    [Theory]
    [InlineData("word_text", "wordText")]
    [InlineData("class", "@class")]
    [InlineData("Context", "context")]
    public void Camel_NameOfRust_IsOneOfCSharp(string rust, string expected) => Naming.Camel(rust).Should().Be(expected);

    [Theory]
    [InlineData("T", "T")]
    [InlineData("TItem", "TItem")]
    [InlineData("Item", "TItem")]
    [InlineData("Text", "TText")]
    public void TypeParameter_NameOfRust_BeginsWithT(string rust, string expected) => Naming.TypeParameter(rust).Should().Be(expected);

    [Fact]
    public void Take_ReservedOrTaken_GetsSuffixOrNumber()
    {
        NameScope scope = new("Value", ["Clone", "Clone2"]);

        scope.Take("Clone").Should().Be("CloneValue");
        scope.Take("CloneValue").Should().Be("CloneValue2");
        scope.Take("A", "Async").Should().Be("A");
        scope.Take("AAsync").Should().Be("AAsync2");
    }

    [Theory]
    [InlineData("acme_text", "Acme.Text", "AcmeText")]
    [InlineData("acme_text", "AcmeText", "AcmeTextLibrary")]
    [InlineData("text", "Acme.Text", "TextLibrary")]
    [InlineData("acme", "", "Acme")]
    public void DefaultClassName_OfLibrary_IsNoPartOfTheNamespace(string library, string space, string expected) =>
        CodeSettings.DefaultClassName(library, space).Should().Be(expected);
}
