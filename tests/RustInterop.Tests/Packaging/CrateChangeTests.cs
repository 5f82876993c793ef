using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>Cargo runs when anything has changed on which the library depends, and only then.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Suite.Name, Suite.Projects)]
public sealed class CrateChangeTests : IDisposable
{
    private readonly CrateProject _project = new("native");
    private readonly RecordingCargo _cargo;

    public CrateChangeTests() => _cargo = new(_project);

    public void Dispose() => _project.Dispose();

    [LinuxFact("cargo")]
    public async Task Build_SettingsOfTheProjectAndTheMachine_AreInputs()
    {
        _project.WriteCrate("native", "");
        _project.Write("native/Cargo.toml", await File.ReadAllTextAsync(_project.PathOf("native/Cargo.toml"))
            + "\n[features]\nfast = []\n");
        (await _project.BuildAsync()).ExitCode.Should().Be(0);

        await ShouldRunCargoAsync(false, "nothing has changed");
        await ShouldRunCargoAsync(true, "the arguments have changed", "-p:Cargo=--features=fast");
        await ShouldRunCargoAsync(false, "nothing has changed", "-p:Cargo=--features=fast");
        _project.SetVariable("RUSTFLAGS", "--cfg=other");
        await ShouldRunCargoAsync(true, "RUSTFLAGS has changed", "-p:Cargo=--features=fast");
        _project.SetVariable("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
        await ShouldRunCargoAsync(true, "a variable of cargo has appeared", "-p:Cargo=--features=fast");
        _project.Write(".cargo/config.toml", "[profile.dev]\nopt-level = 2\n");
        await ShouldRunCargoAsync(true, "a configuration has appeared", "-p:Cargo=--features=fast");
        File.Delete(_project.PathOf(".cargo/config.toml"));
        await ShouldRunCargoAsync(true, "the configuration is gone", "-p:Cargo=--features=fast");
        await ShouldRunCargoAsync(false, "nothing has changed", "-p:Cargo=--features=fast");
    }

    [LinuxFact("cargo")]
    public async Task Build_WhatSourcesAndBuildScriptsRead_AreInputs()
    {
        _project.Write("Cargo.toml", "[workspace]\nmembers = [\"native\", \"below\"]\nresolver = \"3\"\n");
        _project.WriteCrate("below", "pub const TEXT: &str = include_str!(\"text.txt\");", "rlib");
        _project.Write("below/src/text.txt", "a");
        _project.WriteCrate("native", "mod gone; pub fn f() -> (&'static str, Option<&'static str>) { (below::TEXT, option_env!(\"SEEN\")) }");
        _project.Write("native/src/gone.rs", "");
        _project.Write("native/Cargo.toml", await File.ReadAllTextAsync(_project.PathOf("native/Cargo.toml"))
            + "\n[dependencies]\nbelow = { path = \"../below\" }\n");
        _project.Write("native/build.rs", """
            fn main() {
                println!("cargo::rerun-if-changed=data");
                println!("cargo:rerun-if-env-changed=READ");
            }
            """);
        _project.Write("native/data/one.txt", "");
        (await _project.BuildAsync()).ExitCode.Should().Be(0);

        await ShouldRunCargoAsync(false, "nothing has changed");
        _project.Write("below/src/text.txt", "b");
        await ShouldRunCargoAsync(true, "a file of a crate below has changed");
        _project.Write("native/data/two.txt", "");
        await ShouldRunCargoAsync(true, "the build script reads this folder");
        _project.SetVariable("READ", "1");
        await ShouldRunCargoAsync(true, "the build script reads this variable");
        _project.SetVariable("SEEN", "1");
        await ShouldRunCargoAsync(true, "the source reads this variable");
        _project.Edit("Cargo.toml", "resolver", "package.version = \"1.0.0\"\nresolver");
        await ShouldRunCargoAsync(true, "the workspace's manifest has changed");
        await ShouldRunCargoAsync(false, "nothing has changed");
        File.Delete(_project.PathOf("native/src/gone.rs"));
        (await _project.BuildCratesAsync()).ExitCode.Should().NotBe(0, "a source is gone");
    }

    [LinuxFact("cargo")]
    public async Task Build_BuildScriptThatSaysNothing_DependsOnAllFilesOfItsCrate()
    {
        _project.WriteCrate("native", "");
        _project.Write("native/build.rs", "fn main() {}");
        (await _project.BuildAsync()).ExitCode.Should().Be(0);

        await ShouldRunCargoAsync(false, "nothing has changed");
        _project.Write("native/notes.txt", "");
        await ShouldRunCargoAsync(true, "cargo runs such a build script again for any file");
        await ShouldRunCargoAsync(false, "nothing has changed");
    }

    private async Task ShouldRunCargoAsync(bool runs, string because, params string[] arguments)
    {
        int before = _cargo.Builds.Count;
        ProcessResult build = await _project.BuildCratesAsync(arguments);
        build.ExitCode.Should().Be(0, "the output was {0}", build.Stdout);
        _cargo.Builds.Should().HaveCount(runs ? before + 1 : before, because);
    }
}
