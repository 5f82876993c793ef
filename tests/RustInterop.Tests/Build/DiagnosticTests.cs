using System.Text.Json;
using RustInterop.Build;

namespace RustInterop.Tests.Build;

/// <summary>Rustc's own JSON, shortened.</summary>
public sealed class DiagnosticTests
{
    [Fact]
    public void Read_Error_HasCodeRangeLabelAndLink()
    {
        Diagnostic diagnostic = Read("""
            {"level":"error","message":"mismatched\ntypes","code":{"code":"E0308"},"children":[],"rendered":"error[E0308]",
             "spans":[{"file_name":"src/a.rs","line_start":3,"column_start":5,"line_end":4,"column_end":9,"is_primary":true,"label":"expected `i32`","expansion":null},
                      {"file_name":"src/b.rs","line_start":1,"column_start":1,"line_end":1,"column_end":2,"is_primary":false,"label":"because","expansion":null}]}
            """)!;

        diagnostic.Should().Be(new Diagnostic(
            true, "E0308", new SourceRange(Path.GetFullPath("/project/src/a.rs"), 3, 5, 4, 9), "mismatched types: expected `i32`", "error[E0308]"));
        diagnostic.HelpLink.Should().Be("https://doc.rust-lang.org/error_codes/E0308.html");
    }

    [Fact]
    public void Read_Lint_HasItsNameAndTheHelp()
    {
        Diagnostic diagnostic = Read("""
            {"level":"warning","message":"unneeded `return`","code":{"code":"clippy::needless_return"},"rendered":null,
             "children":[{"level":"note","message":"on by default","spans":[]},
                         {"level":"help","message":"remove it","spans":[{"suggested_replacement":"1"}]},
                         {"level":"help","message":"or not","spans":[]}],
             "spans":[{"file_name":"/x/a.rs","line_start":3,"column_start":5,"line_end":3,"column_end":9,"is_primary":true,"label":null,"expansion":null}]}
            """)!;

        diagnostic.IsError.Should().BeFalse();
        diagnostic.Code.Should().Be("clippy::needless_return");
        diagnostic.Text.Should().Be("unneeded `return`; help: remove it: `1`; help: or not");
        diagnostic.HelpLink.Should().Be("https://rust-lang.github.io/rust-clippy/master/index.html#needless_return");
    }

    [Fact]
    public void Read_MacroOfAnotherCrate_IsAtTheCall()
    {
        Diagnostic diagnostic = Read("""
            {"level":"error","message":"m","code":null,"children":[],"rendered":"m",
             "spans":[{"file_name":"/rustc/0123/library/macros.rs","line_start":9,"column_start":9,"line_end":9,"column_end":9,"is_primary":true,"label":null,
                       "expansion":{"span":{"file_name":"src/a.rs","line_start":3,"column_start":5,"line_end":3,"column_end":6,"is_primary":false,"label":null,"expansion":null}}}]}
            """)!;

        diagnostic.Range.Should().Be(new SourceRange(Path.GetFullPath("/project/src/a.rs"), 3, 5, 3, 6));
        diagnostic.HelpLink.Should().BeNull();
    }

    [Theory]
    [InlineData("error", "linking with `cc` failed: exit status: 1", true)]
    [InlineData("error: internal compiler error", "unexpected panic", true)]
    [InlineData("error", "aborting due to 2 previous errors; 1 warning emitted", false)]
    [InlineData("warning", "1 warning emitted", false)]
    [InlineData("failure-note", "For more information about this error, try `rustc --explain E0308`.", false)]
    [InlineData("note", "n", false)]
    public void Read_NoPlace_IsReportedUnlessItIsASummary(string level, string message, bool isReported) =>
        (Read($$"""{"level":"{{level}}","message":"{{message}}","code":null,"children":[],"spans":[],"rendered":""}""") is not null)
            .Should().Be(isReported);

    private static Diagnostic? Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Diagnostic.Read(document.RootElement, "/project");
    }
}
