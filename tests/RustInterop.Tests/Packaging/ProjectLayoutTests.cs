using RustInterop.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>Crates in solutions and folders as people lay them out.</summary>
[Trait(Suite.Name, Suite.Projects)]
public sealed class ProjectLayoutTests : IDisposable
{
    private static readonly string s_library = LibrarySearch.FileName("native");

    private readonly CrateProject _project = new("native");

    public ProjectLayoutTests()
    {
        _project.WriteCrate("native", "");
        _project.WriteProgram("App");
    }

    public void Dispose() => _project.Dispose();

    [ToolFact("cargo")]
    public async Task Build_FSharpProgram_HasTheLibraryAndNoCSharp()
    {
        _project.WriteTypedCrate("native", "#[rust_interop::export] fn twice(number: u32) -> u32 { 2 * number }");
        _project.Write("Sharp/Sharp.fsproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="Program.fs" />
                <RustCrate Include="../native/Cargo.toml" />
                <PackageReference Include="RustInterop" Version="[{PackageFile.Version}]" />
              </ItemGroup>
            </Project>
            """);
        // FSharp.Core comes with the SDK.
        _project.Write("Sharp/nuget.config", "<configuration><packageSourceMapping><clear /></packageSourceMapping></configuration>");
        _project.Write("Sharp/Program.fs", "printfn \"%s\" (RustInterop.RustLibrary.Load \"native\").Path");

        await BuildAsync("Sharp");

        File.Exists(_project.PathOf($"Sharp/bin/Debug/net10.0/{s_library}")).Should().BeTrue();
    }

    [ToolFact("cargo")]
    public async Task Build_SolutionFilter_BuildsTheCratesOfItsProjects()
    {
        _project.Write("All.slnx", """
            <Solution>
              <Project Path="App/App.csproj" />
              <Project Path="Library/Library.csproj" />
              <Project Path="Missing/Missing.csproj" />
            </Solution>
            """);
        _project.Write("Some.slnf", """{ "solution": { "path": "All.slnx", "projects": ["App/App.csproj", "Library/Library.csproj"] } }""");

        await BuildAsync("Some.slnf");

        File.Exists(_project.PathOf($"App/bin/Debug/net10.0/{s_library}")).Should().BeTrue();
    }

    [ToolFact("cargo")]
    public async Task Build_ArtifactsOutput_HasTheLibraryThereAndNowhereElse()
    {
        await BuildAsync("App", "--artifacts-path", _project.PathOf("artifacts"));

        File.Exists(_project.PathOf($"artifacts/bin/App/debug/{s_library}")).Should().BeTrue();
        Directory.Exists(_project.PathOf("Library/obj")).Should().BeFalse();
        Directory.Exists(_project.PathOf("Library/bin")).Should().BeFalse();
    }

    [ToolFact("cargo")]
    public async Task Build_TargetsOfTheUser_RunWithTheLibrary()
    {
        _project.SetVariable("ImportDirectoryBuildTargets", null);
        _project.Write("Directory.Build.targets", """
            <Project>
              <Target Name="Look" AfterTargets="BuildRustCrates" Condition="'@(RustLibrary)' != ''">
                <Message Importance="high" Text="built: @(RustLibrary->'%(Filename)%(Extension)')" />
              </Target>
            </Project>
            """);

        string output = await BuildAsync("Library");

        output.Should().Contain($"built: {s_library}");
    }

    private async Task<string> BuildAsync(params string[] arguments)
    {
        ProcessResult build = await _project.DotnetAsync(["build", .. arguments]);
        build.ExitCode.Should().Be(0, "the output was {0}", build.Stdout);
        return build.Stdout;
    }
}
