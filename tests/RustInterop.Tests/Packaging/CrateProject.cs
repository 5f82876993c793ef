using RustInterop.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>A user's library with Rust crates beside it: <c>Library/Library.csproj</c> and a folder for each crate.</summary>
internal sealed class CrateProject : IDisposable
{
    private const string Name = "Library";

    private readonly ConsumerFolder _folder = new();
    private readonly Dictionary<string, string?> _environment;
    private readonly string _parent;

    /// <param name="crates">The folders of the crates.</param>
    internal CrateProject(params string[] crates)
        : this("", crates)
    {
    }

    private CrateProject(string parent, string[] crates)
    {
        _parent = parent;
        _environment = _folder.Environment;
        string items = string.Concat(crates.Select(crate => $"""<RustCrate Include="../{crate}/Cargo.toml" CargoArguments="$(Cargo)" />"""));
        Write($"{Name}/{Name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                {items}
                <PackageReference Include="RustInterop" Version="[{PackageFile.Version}]" />
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>The path of a crate's library after a build.</summary>
    internal string Built(string crate) =>
        PathOf(Path.Combine(Name, "bin", "Debug", "net10.0", LibrarySearch.FileName(crate)));

    /// <summary>Creates the project in a folder with that name.</summary>
    internal static CrateProject Within(string parent, params string[] crates) => new(parent, crates);

    /// <summary>The folder that has the project and nothing else.</summary>
    internal string Root => _folder.FullName;

    internal string PathOf(string name) => _folder.PathOf(Path.Combine(_parent, name));

    internal void Write(string name, string text) => _folder.Write(Path.Combine(_parent, name), text);

    /// <summary>Writes a crate whose package has the folder's name, with dashes for spaces.</summary>
    internal void WriteCrate(string folder, string source, string type = "cdylib")
    {
        Write($"{folder}/Cargo.toml", $"""
            [package]
            name = "{folder.Replace(' ', '-')}"
            version = "0.1.0"
            edition = "2024"

            [lib]
            crate-type = ["{type}"]
            """);
        Write($"{folder}/src/lib.rs", source);
    }

    /// <summary>Writes a crate that uses rust-interop and serde.</summary>
    internal void WriteTypedCrate(string folder, string source)
    {
        WriteCrate(folder, source);
        File.AppendAllText(PathOf($"{folder}/Cargo.toml"), """


            [dependencies]
            rust-interop = { path = ".rust-interop/run-dotnet-build-first" }
            serde = { version = "1", features = ["derive"] }
            """);
        _folder.UseCratesOfTheBuild(_environment);
    }

    /// <summary>Sets a variable of builds, such as PATH for another cargo or none.</summary>
    internal void SetVariable(string name, string? value) => _environment[name] = value;

    /// <summary>Replaces a text in a file.</summary>
    internal void Edit(string name, string before, string after)
    {
        string text = File.ReadAllText(PathOf(name));
        text.Should().Contain(before);
        Write(name, text.Replace(before, after, StringComparison.Ordinal));
    }

    /// <summary>Writes a program that references the library.</summary>
    internal void WriteProgram(string name, string properties = "")
    {
        Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../Library/Library.csproj" />
              </ItemGroup>
            </Project>
            """);
        Write($"{name}/Program.cs", "System.Console.WriteLine();");
    }

    /// <summary>Runs only the targets that build the crates.</summary>
    internal Task<ProcessResult> BuildCratesAsync(params string[] arguments) =>
        BuildAsync(["--no-restore", "-t:BuildRustCrates", .. arguments]);

    internal Task<ProcessResult> BuildAsync(params string[] arguments) => DotnetAsync(["build", Name, .. arguments]);

    /// <inheritdoc cref="Command.StartInterruptible"/>
    internal System.Diagnostics.Process StartInterruptible(params string[] arguments) =>
        Command.StartInterruptible("dotnet", arguments, _environment, PathOf(""));

    internal Task<ProcessResult> DotnetAsync(params string[] arguments) =>
        _folder.DotnetAsync(arguments, _environment, _parent);

    public void Dispose() => _folder.Dispose();
}
