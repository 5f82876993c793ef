using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

[UnsupportedOSPlatform("windows")]
public sealed class CrateBuildTests
{
    private const string Crate = "my native";

    [LinuxFact("cargo")]
    public async Task Build_UnchangedAndChangedSource_RunsCargoOnlyForTheChange()
    {
        using CrateProject project = new(Crate);
        project.WriteCrate(Crate, """#[path = "of many/the words.rs"] pub mod words;""");
        project.Write($"{Crate}/src/of many/the words.rs", "");
        RecordingCargo cargo = new(project);

        await BuildAsync(project);
        cargo.Builds.Should().ContainSingle().Which.Should().Contain("--profile dev").And.NotContain("--target ");
        File.Exists(project.Built("my_native")).Should().BeTrue();

        await BuildAsync(project);
        cargo.Builds.Should().HaveCount(1);

        project.Write($"{Crate}/src/of many/the words.rs", "pub fn count() -> usize { 0 }");
        await BuildAsync(project);
        cargo.Builds.Should().HaveCount(2);

        foreach (string library in Directory.GetFiles(project.PathOf("Library/obj"), "libmy_native.so", SearchOption.AllDirectories))
        {
            File.Delete(library);
        }

        await BuildAsync(project);
        cargo.Builds.Should().HaveCount(3);
    }

    [LinuxFact("cargo")]
    public async Task Build_DesignTime_DoesNotRunCargo()
    {
        using CrateProject project = new("native");
        project.WriteCrate("native", "");
        RecordingCargo cargo = new(project);

        ProcessResult build = await project.BuildAsync("-t:BeforeBuild", "-p:DesignTimeBuild=true");

        build.ExitCode.Should().Be(0, "the output was {0}", build.Stdout);
        cargo.Builds.Should().BeEmpty();
    }

    // If a shell ran these, a file with that name would appear.
    [LinuxTheory("cargo")]
    [InlineData("a$(touch pwned)`touch pwned`$HOME b")]
    [InlineData("a\"; touch pwned; \"'; touch pwned; 'b")]
    [InlineData("a & touch pwned & %PATH% !PATH! (c) äß日本🦀")]
    public async Task Build_FolderNamedLikeAShellCommand_BuildsAndRunsNothingElse(string folder)
    {
        using CrateProject project = CrateProject.Within(folder, "native");
        project.WriteCrate("native", "pub fn f() { let unused = 1; }");
        // Rust's default linker treats a percent sign in a path as a placeholder.
        project.Write("native/.cargo/config.toml", "[build]\nrustflags = [\"-Clink-arg=-fuse-ld=bfd\"]\n");

        ProcessResult first = await project.BuildAsync("-v:n");
        ProcessResult second = await project.BuildAsync("-v:n");

        first.ExitCode.Should().Be(0, "the output was {0}", first.Stdout);
        first.Stdout.Should().Contain($"{project.PathOf("native/src/lib.rs")}(1,18,1,24): warning unused_variables: unused variable");
        File.Exists(project.Built("native")).Should().BeTrue();
        first.Stdout.Should().Contain("cargo build");
        second.Stdout.Should().NotContain("cargo build", "nothing has changed");
        Directory.GetFiles(project.Root, "pwned", SearchOption.AllDirectories).Should().BeEmpty();
    }

    private static async Task BuildAsync(CrateProject project)
    {
        ProcessResult build = await project.BuildAsync();
        build.ExitCode.Should().Be(0, "the output was {0}", build.Stdout);
    }
}
