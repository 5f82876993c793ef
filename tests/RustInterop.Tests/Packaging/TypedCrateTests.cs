using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>A user's crate whose C# the build generates.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Suite.Name, Suite.Projects)]
public sealed class TypedCrateTests : IClassFixture<SharedTargetFolder>, IDisposable
{
    private const string Rust = """
        use rust_interop::{Record, export};
        use serde::{Deserialize, Serialize};

        /// A text.
        #[derive(Deserialize, Record)]
        #[serde(deny_unknown_fields)]
        pub struct Input {
            pub text: String,
        }

        #[derive(Serialize, Record)]
        pub struct Output {
            pub word_count: u32,
            pub line_count: u32,
        }

        /// Counts.
        #[export]
        pub fn count(input: Input) -> Output {
            Output { word_count: input.text.split(' ').count() as u32, line_count: 1 }
        }
        """;

    private readonly CrateProject _project = new("native");

    public TypedCrateTests(SharedTargetFolder target)
    {
        _project.WriteTypedCrate("native", Rust);
        target.UseFor(_project);
        _project.Write("Library/Counter.cs", """
            namespace Library;

            public static class Counter
            {
                public static uint Count(string text)
                {
                    Output output = Native.Count(new() { Text = text });
                    return output.WordCount + output.LineCount;
                }
            }
            """);
    }

    public void Dispose() => _project.Dispose();

    [LinuxFact("cargo")]
    public async Task Build_TypeChangedInRust_FailsWhereCSharpUsesIt()
    {
        await ShouldBuildAsync();

        await ShouldFailAsync("CS1061", "'WordCount'", "pub word_count", "#[serde(rename = \"wordCount\")] pub words");
        await ShouldFailAsync("CS0266", "'ulong'", "pub word_count: u32", "pub word_count: u64", "as u32", "as u64");
        await ShouldFailAsync("CS9035", "'Input.Language'", "pub text: String", "pub text: String, pub language: String");
        await ShouldFailAsync("CS1061", "'LineCount'", "pub line_count: u32,", "", ", line_count: 1", "");
        await ShouldFailAsync("CS0117", "'Count'", "fn count", "fn count_words");
    }

    [LinuxFact("cargo")]
    public async Task Run_LibraryOfOtherSource_IsRefusedUnlessOnlyDocsDiffer()
    {
        _project.WriteProgram("App");
        _project.Write("App/Program.cs", """
            try { System.Console.WriteLine(Library.Counter.Count("one two")); }
            catch (RustInterop.RustLibraryLoadException exception) { System.Console.WriteLine(exception.Message); }
            """);
        (await _project.DotnetAsync("build", "App")).ExitCode.Should().Be(0);
        string library = Path.Combine(_project.PathOf("App"), "bin", "Debug", "net10.0", "libnative.so");
        byte[] first = await File.ReadAllBytesAsync(library);
        string generated = await GeneratedAsync();
        generated.Should().Contain("/// <summary>A text.</summary>");

        _project.Edit("native/src/lib.rs", "/// A text.", "/// A text in any language.");
        (await _project.DotnetAsync("build", "App", "--no-restore")).ExitCode.Should().Be(0);
        (await GeneratedAsync()).Should().Be(generated.Replace("A text.", "A text in any language.", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(library, first);
        (await _project.DotnetAsync("exec", "App/bin/Debug/net10.0/App.dll")).Stdout.Trim().Should().Be("3");

        _project.Edit("native/src/lib.rs", "pub line_count: u32", "pub line_count: u16");
        (await _project.DotnetAsync("build", "App", "--no-restore")).ExitCode.Should().Be(0);
        File.Delete(library);
        await File.WriteAllBytesAsync(library, first);
        (await _project.DotnetAsync("exec", "App/bin/Debug/net10.0/App.dll")).Stdout
            .Should().Contain("native_count differs. Output.line_count: Rust has u32, this assembly has u16");
    }

    [LinuxFact("cargo")]
    public async Task Build_NothingChanged_NeitherRunsCargoNorWritesNorCompiles()
    {
        ProcessResult editor = await EditorAsync("Restore;Compile");
        editor.ExitCode.Should().Be(0, "an editor may look before the first build: {0}", editor.Stdout);
        RecordingCargo cargo = new(_project);
        await ShouldBuildAsync();
        DateTime written = File.GetLastWriteTimeUtc(GeneratedPath());
        int builds = cargo.Builds.Count;

        ProcessResult second = await _project.BuildAsync("--no-restore", "-v:n");

        second.ExitCode.Should().Be(0);
        cargo.Builds.Should().HaveCount(builds);
        File.GetLastWriteTimeUtc(GeneratedPath()).Should().Be(written);
        second.Stdout.Should().Contain("Skipping target \"CoreCompile\"");
        (await EditorAsync("CoreCompile")).Stdout.Should().Contain("native.g.cs", "an editor sees what the last build has generated");
        (await _project.DotnetAsync("clean", "Library")).ExitCode.Should().Be(0);
        File.Exists(GeneratedPath()).Should().BeFalse();
    }

    [LinuxFact("cargo")]
    public async Task Pack_PrebuiltLibraryWithoutTheExports_IsRefused()
    {
        _project.Edit("Library/Library.csproj", """CargoArguments="$(Cargo)" """, """CargoArguments="$(Cargo)" Prebuilt="../prebuilt" """);
        _project.Write("prebuilt/linux-arm64/native/libnative.so", "");
        await File.WriteAllBytesAsync(_project.PathOf("prebuilt/linux-arm64/native/libnative.so"), await CLibrary.ForProcessorAsync(183));

        ProcessResult pack = await _project.DotnetAsync("pack", "Library");

        pack.ExitCode.Should().Be(1);
        pack.Stdout.Should().MatchRegex("error RUSTINTEROP019: .*libnative.so does not fit the C# of the package: native_count is missing in it");
    }

    [LinuxFact("cargo")]
    public async Task Build_SettingsOfTheProject_DecideHowTheCodeIs()
    {
        _project.Edit("Library/Library.csproj", "<RustCrate",
            "<RustCrate Namespace=\"Other\" ClassName=\"Counting\" Access=\"internal\" GeneratedFolder=\"Generated\"");
        _project.Edit("Library/Counter.cs", "Output output = Native", "Other.Output output = Other.Counting");
        await ShouldBuildAsync("-p:ContinuousIntegrationBuild=false");
        string file = _project.PathOf("Library/Generated/native.g.cs");
        (await File.ReadAllTextAsync(file)).Should().Contain("namespace Other;").And.Contain("internal static partial class Counting");
        await ShouldBuildAsync("-p:ContinuousIntegrationBuild=true");

        _project.Edit("native/src/lib.rs", "/// Counts.", "/// Counts words.");
        ProcessResult inCi = await _project.BuildAsync("--no-restore", "-p:ContinuousIntegrationBuild=true");

        inCi.ExitCode.Should().NotBe(0);
        inCi.Stdout.Should().Contain("error RUSTINTEROP012").And.Contain(file);
        (await File.ReadAllTextAsync(file)).Should().Contain("/// <summary>Counts.</summary>");
        await ShouldBuildAsync();
        (await File.ReadAllTextAsync(file)).Should().Contain("/// <summary>Counts words.</summary>");
        _project.Edit("Library/Library.csproj", "Access=\"internal\"", "Access=\"private\"");
        (await _project.BuildAsync("--no-restore")).Stdout.Should().Contain("error RUSTINTEROP013");
    }

    private async Task ShouldBuildAsync(params string[] arguments)
    {
        ProcessResult build = await _project.BuildAsync(["-warnaserror", .. arguments]);
        build.ExitCode.Should().Be(0, "the output was {0}", build.Stdout);
    }

    private Task<ProcessResult> EditorAsync(string targets) => _project.DotnetAsync(
        "msbuild", "Library/Library.csproj", $"-t:{targets}", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
        "-getItem:Compile");

    private async Task ShouldFailAsync(string code, string name, params string[] edits)
    {
        string source = Rust;
        for (int i = 0; i < edits.Length; i += 2)
        {
            source.Should().Contain(edits[i]);
            source = source.Replace(edits[i], edits[i + 1], StringComparison.Ordinal);
        }

        // The other uses in Rust stay right.
        _project.Write("native/src/lib.rs", source.Replace("{ word_count:", source.Contains("pub words", StringComparison.Ordinal) ? "{ words:" : "{ word_count:", StringComparison.Ordinal));
        ProcessResult build = await _project.BuildAsync("--no-restore");
        build.ExitCode.Should().NotBe(0);
        build.Stdout.Should().MatchRegex($@"Counter\.cs\(\d+,\d+\): error {code}: [^\n]*{name}");
    }

    private async Task<string> GeneratedAsync() => await File.ReadAllTextAsync(GeneratedPath());

    private string GeneratedPath() => _project.PathOf(Path.Combine(
        "Library", "obj", "Debug", "net10.0", "RustCrates", PackageFile.RuntimeIdentifier, "native.g.cs"));
}

/// <summary>A target folder for the tests of a class, one after another: what their crates depend on is compiled once.</summary>
public sealed class SharedTargetFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    internal void UseFor(CrateProject project) => project.SetVariable("CARGO_TARGET_DIR", _folder.FullName);
}
