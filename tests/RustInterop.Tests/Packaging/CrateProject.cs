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
        string items = string.Concat(crates.Select(crate => $"""<RustCrate Include="../{crate}/Cargo.toml" />"""));
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

    /// <summary>Sets the PATH of builds, for another cargo or none.</summary>
    internal void SetPath(string path) => _environment["PATH"] = path;

    internal Task<ProcessResult> BuildAsync(params string[] arguments) => DotnetAsync(["build", Name, .. arguments]);

    internal Task<ProcessResult> DotnetAsync(params string[] arguments) =>
        _folder.DotnetAsync(arguments, _environment, _parent);

    public void Dispose() => _folder.Dispose();
}
