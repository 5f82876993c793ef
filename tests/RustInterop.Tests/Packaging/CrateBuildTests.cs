using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

[UnsupportedOSPlatform("windows")]
public sealed class CrateBuildTests
{
    private const string Crate = "my native";

    [LinuxFact("cargo")]
    public async Task Build_UnchangedAndChangedSource_RunsCargoForTheChangeAlone()
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

        File.Delete(Path.Combine(project.PathOf(Crate), "target", "debug", "libmy_native.so"));
        await BuildAsync(project);
        cargo.Builds.Should().HaveCount(3);
    }

    [LinuxFact("cargo")]
    public async Task Build_DesignTime_RunsNoCargo()
    {
        using CrateProject project = new("native");
        project.WriteCrate("native", "");
        RecordingCargo cargo = new(project);

        ProcessResult build = await project.BuildAsync("-t:BeforeBuild", "-p:DesignTimeBuild=true");

        build.ExitCode.Should().Be(0, "it said {0}", build.Stdout);
        cargo.Builds.Should().BeEmpty();
    }

    private static async Task BuildAsync(CrateProject project)
    {
        ProcessResult build = await project.BuildAsync();
        build.ExitCode.Should().Be(0, "it said {0}", build.Stdout);
    }
}
