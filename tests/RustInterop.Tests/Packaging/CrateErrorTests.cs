using System.Text.RegularExpressions;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>Projects whose crates are wrong, each in another way.</summary>
public sealed class CrateErrorTests : IDisposable
{
    private readonly CrateProject _project = new("native");

    [ToolFact("cargo")]
    public async Task Build_CompileErrorAndWarning_HaveFileLineColumnAndCode()
    {
        _project.WriteCrate("native", """
            mod words;

            pub fn f() {
                let unused = 1;
            }
            """);
        _project.Write("native/src/words.rs", """
            pub fn g() -> i32 {
                "a\\b"
            }
            pub fn h() -> char {
                '{tab}'
            }
            """.Replace("{tab}", "\t", StringComparison.Ordinal));

        ProcessResult build = await _project.BuildAsync();

        Diagnostics(build).Should().BeEquivalentTo(
            $"{_project.PathOf("native/src/words.rs")}(5,6,5,7): error : character constant must be escaped: `\\t`; help: escape the character: `\\t`",
            $"{_project.PathOf("native/src/words.rs")}(2,5,2,11): error E0308: mismatched types: expected `i32`, found `&str`",
            $"{_project.PathOf("native/src/lib.rs")}(4,9,4,15): warning unused_variables: unused variable: `unused`; "
                + "help: if this is intentional, prefix it with an underscore: `_unused`",
            "error RUSTINTEROP003");
        build.Stdout.Should().Contain("""2 |     "a\\b" """.TrimEnd(), "Rust's excerpt of the source is in the output too");
    }

    [ToolFact("cargo")]
    public async Task Build_OnlyAWarning_Succeeds()
    {
        _project.WriteCrate("native", """
            pub fn f(
                error: i32,
            ) {
            }
            """);

        ProcessResult build = await _project.BuildAsync();

        build.ExitCode.Should().Be(0, "the output was {0}", build.Stdout);
        Diagnostics(build).Should().ContainSingle().Which.Should()
            .StartWith($"{_project.PathOf("native/src/lib.rs")}(2,5,2,10): warning unused_variables: unused variable: `error`");
    }

    [ToolFact("cargo")]
    public async Task Build_ManifestThatCargoRefuses_ReportsCargosError()
    {
        _project.Write("native/Cargo.toml", "[package]\nname = \"native\"\nedition = \"1066\"\n");

        ProcessResult build = await _project.BuildAsync();

        Diagnostics(build).Should().Equal("error RUSTINTEROP003");
        build.Stdout.Should().Contain($"failed to parse manifest at `{_project.PathOf("native/Cargo.toml")}` Caused by: ").And.Contain("1066");
    }

    [ToolFact("cargo")]
    public async Task Build_CrateWithoutCdylib_NamesTheMissingLibrary()
    {
        _project.WriteCrate("native", "", type: "rlib");

        ProcessResult build = await _project.BuildAsync();

        Diagnostics(build).Should().Equal("error RUSTINTEROP005");
        build.Stdout.Should().Contain("crate-type = [\"cdylib\"]");
    }

    [Fact]
    public async Task Build_NoManifest_NamesTheMissingFile()
    {
        ProcessResult build = await _project.BuildAsync();

        Diagnostics(build).Should().Equal("error RUSTINTEROP007");
        build.Stdout.Should().Contain(_project.PathOf("native/Cargo.toml"));
    }

    [Fact]
    public async Task Build_ManifestOfAWorkspace_IsRefused()
    {
        _project.Write("native/Cargo.toml", "[workspace]\nmembers = []\n");

        ProcessResult build = await _project.BuildAsync();

        Diagnostics(build).Should().Equal("error RUSTINTEROP007");
    }

    [Fact]
    public async Task Build_TwoLibrariesWithTheSameName_NamesBoth()
    {
        using CrateProject project = new("one", "two");
        project.WriteCrate("one", "");
        project.Write("two/Cargo.toml", "[package]\nname = \"two\"\n\n[lib]\ncrate-type = [\"cdylib\"]\nname = \"one\"\n");
        project.Write("two/src/lib.rs", "");

        ProcessResult build = await project.BuildAsync();

        Diagnostics(build).Should().Equal("error RUSTINTEROP008");
        build.Stdout.Should().Contain($"{project.PathOf("one/Cargo.toml")} (one), {project.PathOf("two/Cargo.toml")} (one)");
    }

    [LinuxFact]
    public async Task Build_NoCargo_SaysHowToInstallIt()
    {
        _project.WriteCrate("native", "");
        Directory.CreateDirectory(_project.PathOf("bin"));
        File.CreateSymbolicLink(_project.PathOf("bin/sh"), Command.Find("sh")!);
        _project.SetVariable("PATH", _project.PathOf("bin"));

        ProcessResult build = await _project.BuildAsync();

        Diagnostics(build).Should().Equal("error RUSTINTEROP001");
        build.Stdout.Should().Contain("https://rustup.rs");
    }

    [Fact]
    public async Task Build_RuntimeIdentifierWithoutTarget_ListsTheKnownOnes()
    {
        _project.WriteCrate("native", "");

        ProcessResult build = await _project.BuildAsync("-r", "freebsd-x64");

        Diagnostics(build).Should().Equal("error RUSTINTEROP002");
        build.Stdout.Should().Contain("freebsd-x64").And.Contain("linux-musl-arm64, ");
    }

    [LinuxFact("cargo")]
    public async Task Build_TargetThatIsNotInstalled_SaysHowToInstallIt()
    {
        _project.WriteCrate("native", "");

        ProcessResult build = await _project.BuildAsync("-r", "linux-musl-arm");

        Diagnostics(build).Should().Equal("error RUSTINTEROP006");
        build.Stdout.Should().Contain("rustup target add armv7-unknown-linux-musleabihf");
    }

    public void Dispose() => _project.Dispose();

    /// <summary>The errors and warnings, each once, without the project; for errors of the targets, only the code.</summary>
    private static IEnumerable<string> Diagnostics(ProcessResult build) =>
        build.Stdout.ReplaceLineEndings("\n").Split('\n')
            .Select(line => Regex.Match(line, @"^(.*: (?:error|warning) .*) \[.*csproj\]$"))
            .Where(match => match.Success)
            .Select(match => Regex.Replace(match.Groups[1].Value, "^.*(error RUSTINTEROP[0-9]+): .*", "$1"))
            .Distinct();
}
