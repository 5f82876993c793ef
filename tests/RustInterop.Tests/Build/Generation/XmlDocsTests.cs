using RustInterop.Build;

namespace RustInterop.Tests.Build.Generation;

public sealed class XmlDocsTests
{
    [Theory]
    [InlineData("One line.", "/// <summary>One line.</summary>")]
    [InlineData("`a < b` & [`Word`], [`x`](crate::x).", "/// <summary><c>a &lt; b</c> &amp; <c>Word</c>, <c>x</c>.</summary>")]
    [InlineData("**Not** [here](https://a.example/?b&c).", "/// <summary><b>Not</b> <see href=\"https://a.example/?b&amp;c\">here</see>.</summary>")]
    [InlineData("One.\nTwo.\n\nThree.", "/// <summary>One.\n/// Two.</summary>\n/// <remarks>\n/// <para>Three.</para>\n/// </remarks>")]
    [InlineData("A.\n\n```\nlet a = 1;\n\nb();\n```", "/// <summary>A.</summary>\n/// <remarks>\n/// <code>\n/// let a = 1;\n///\n/// b();\n/// </code>\n/// </remarks>")]
    [InlineData("A.\n\n- b\n  c\n- d", "/// <summary>A.</summary>\n/// <remarks>\n/// <list type=\"bullet\">\n/// <item><description>b c</description></item>\n/// <item><description>d</description></item>\n/// </list>\n/// </remarks>")]
    [InlineData("A.\n\n# Notes\n\nB.", "/// <summary>A.</summary>\n/// <remarks>\n/// <para><b>Notes</b></para>\n/// <para>B.</para>\n/// </remarks>")]
    [InlineData("```\nnever closed", "/// <summary><code>\n/// never closed\n/// </code></summary>")]
    [InlineData("", "")]
    public void Write_Markdown_IsXml(string docs, string expected)
    {
        Code code = new();

        XmlDocs.Write(code, docs);

        code.ToString().TrimEnd().Should().Be(expected);
    }

    [Fact]
    public void WriteParameter_Markdown_IsXml()
    {
        Code code = new();

        XmlDocs.WriteParameter(code, "Item1", "The `x`.");

        code.ToString().Should().Be("/// <param name=\"Item1\">The <c>x</c>.</param>\n");
    }

    [Fact]
    public void WriteExport_SectionAboutErrors_IsThatOfTheException()
    {
        Code code = new();

        XmlDocs.WriteExport(code, "Cuts.\n\n# Errors\n\nIf `from` is too large.", errors: [], MethodForm.Blocking);

        code.ToString().Should().StartWith("/// <summary>Cuts.</summary>\n")
            .And.Contain("cref=\"global::RustInterop.RustException\">The function failed, or the input does not fit it. If <c>from</c> is too large.</exception>")
            .And.NotContain("remarks");
    }

    [Fact]
    public void WriteExport_OfATask_SaysWhatACancelDoes()
    {
        Code code = new();

        XmlDocs.WriteExport(code, "Fetches.", errors: [], MethodForm.Task);

        code.ToString().Should().Contain("cref=\"global::System.OperationCanceledException\">")
            .And.Contain("drops an <c>async fn</c> where it waits");
    }
}
