using System.Text;
using RustInterop.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>Crates and projects that share something.</summary>
[Trait(Suite.Name, Suite.Projects)]
public sealed class CrateSharingTests
{
    // Its library has the name of its feature in it.
    private const string Source = """
        #[cfg(feature = "one")]
        const NAME: &str = "built-with-one";
        #[cfg(feature = "two")]
        const NAME: &str = "built-with-two";
        #[unsafe(no_mangle)]
        pub extern "C" fn shared_name() -> *const u8 { NAME.as_ptr() }
        """;

    [ToolFact("cargo")]
    public async Task Build_TwoProjectsWithOtherFeatures_EachHasItsOwnLibrary()
    {
        using CrateProject project = new("shared");
        project.WriteCrate("shared", Source);
        project.Write("shared/Cargo.toml", await File.ReadAllTextAsync(project.PathOf("shared/Cargo.toml"))
            + "\n[features]\none = []\ntwo = []\n");
        string library = await File.ReadAllTextAsync(project.PathOf("Library/Library.csproj"));
        foreach (string name in new[] { "one", "two" })
        {
            project.Write($"{name}/{name}.csproj", library.Replace("$(Cargo)", $"--features {name}", StringComparison.Ordinal));
        }

        project.Write("both.proj", """
            <Project>
              <ItemGroup><Both Include="one/one.csproj;two/two.csproj" /></ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(Both)" Targets="Restore" Properties="Restore=1" />
                <MSBuild Projects="@(Both)" Targets="Build" BuildInParallel="true" />
              </Target>
            </Project>
            """);

        // Then in turns, without a change of any source.
        for (int turn = 0; turn < 2; turn++)
        {
            ProcessResult build = await project.DotnetAsync("msbuild", "both.proj", "-m:2");
            build.ExitCode.Should().Be(0, "the output was {0}", build.Stdout);
            foreach (string name in new[] { "one", "two" })
            {
                byte[] built = await File.ReadAllBytesAsync(
                    project.PathOf($"{name}/bin/Debug/net10.0/{LibrarySearch.FileName("shared")}"));
                Encoding.Latin1.GetString(built).Should().Contain($"built-with-{name}");
            }

            File.SetLastWriteTimeUtc(project.PathOf("shared/src/lib.rs"), DateTime.UtcNow.AddSeconds(-turn - 1));
        }
    }

    [ToolFact("cargo")]
    public async Task Build_TwoCratesOfAWorkspace_ShareTheirDependencies()
    {
        using CrateProject project = new("crates/first", "crates/second");
        project.Write("Cargo.toml", """
            [workspace]
            members = ["crates/*"]
            resolver = "3"
            [workspace.package]
            version = "0.1.0"
            [workspace.dependencies]
            below = { path = "below" }
            """);
        project.WriteCrate("below", "", "rlib");
        foreach (string name in new[] { "first", "second" })
        {
            project.Write($"crates/{name}/Cargo.toml", $$"""
                lib = { crate-type = [ 'cdylib' ] } # all of this is valid
                package . name = "{{name}}"
                "package".version.workspace = true
                package.edition = "2024"
                dependencies.below.workspace = true
                """);
            project.Write($"crates/{name}/src/lib.rs", "");
        }

        ProcessResult build = await project.BuildAsync();

        build.ExitCode.Should().Be(0, "the output was {0}", build.Stdout);
        File.Exists(project.Built("first")).Should().BeTrue();
        File.Exists(project.Built("second")).Should().BeTrue();
        Directory.GetDirectories(project.Root, "target", SearchOption.AllDirectories).Should().Equal(project.PathOf("target"));
        Directory.GetFiles(project.PathOf("target"), "libbelow-*.rlib", SearchOption.AllDirectories).Should().ContainSingle();
    }
}
