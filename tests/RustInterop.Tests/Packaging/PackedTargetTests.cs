using System.IO.Compression;
using System.Runtime.Versioning;
using RustInterop.Build.Linking;
using RustInterop.Build.Verification;
using RustInterop.Loading;
using RustInterop.Tests.Support;
using NativeLibrary = System.Runtime.InteropServices.NativeLibrary;

namespace RustInterop.Tests.Packaging;

/// <summary>A crate with <c>RuntimeIdentifiers</c>: libraries for other machines in one package.</summary>
[Trait(Suite.Name, Suite.Projects)]
public sealed class PackedTargetTests
{
    private const byte X64 = 62;
    private const byte Arm64 = 183;

    private static readonly string s_library = LibrarySearch.FileName("native");

    [LinuxFact("cargo")]
    public async Task Pack_RuntimeIdentifierOfThisMachine_NeedsNoNewerGlibcThanDotnet()
    {
        using CrateProject project = Project(PackageFile.RuntimeIdentifier);
        // A build script runs here and is linked as the library is. Newer glibcs have the rest in other versions or places.
        project.Write("native/build.rs", "fn main() { std::thread::spawn(|| 2.5_f64.exp()).join().unwrap(); }");
        project.Write("native/src/lib.rs", """
            unsafe extern "C" { fn atexit(function: extern "C" fn()) -> i32; }
            extern "C" fn nothing() {}

            #[unsafe(no_mangle)]
            pub extern "C" fn power(base: f64, exponent: f64) -> f64 {
                let registered = unsafe { atexit(nothing) };
                let size = std::fs::metadata("/").map_or(0, |folder| folder.len().min(1));
                std::thread::spawn(move || base.powf(exponent) + f64::from(registered) + size as f64 - 1.0).join().unwrap_or(0.0)
            }
            """);

        await PackAsync(project);

        string library = project.PathOf(s_library);
        ExtractTo(library, project, $"runtimes/{PackageFile.RuntimeIdentifier}/native/{s_library}");
        ElfLibrary elf = RustInterop.Build.Verification.NativeLibrary.Read(await File.ReadAllBytesAsync(library)).Should().BeOfType<ElfLibrary>().Subject;
        elf.GlibcVersion.Should().NotBeNull().And.BeLessThanOrEqualTo(GlibcStandIn.Newest);
        Call(library, 2, 10).Should().Be(1024);
    }

    [LinuxFact("cargo")]
    [UnsupportedOSPlatform("windows")]
    public async Task Pack_RuntimeIdentifiersThatCannotBeBuilt_SaysForEachWhatIsMissing()
    {
        using CrateProject project = Project("linux-x64;linux-musl-arm64;osx-arm64;linux-x46");
        _ = new RecordingCargo(project, RecordingCargo.Building("x86_64-unknown-linux-gnu/release", s_library));
        HideEverythingButCargo(project);

        ProcessResult pack = await project.DotnetAsync("pack", "Library", "-o", project.PathOf("feed"));

        pack.ExitCode.Should().Be(1);
        pack.Stdout.Should()
            .MatchRegex("error RUSTINTEROP014: There is no linker for linux-x64 on the PATH: no x86_64-linux-gnu-gcc, .*apt-get install gcc-x86-64-linux-gnu")
            .And.Contain("error RUSTINTEROP014: There is no linker for linux-musl-arm64 on the PATH: no aarch64-linux-musl-gcc, ")
            .And.Contain("error RUSTINTEROP014: The library for osx-arm64 cannot be linked on this system.")
            .And.Contain("error RUSTINTEROP002: The crate cannot be built for the runtime identifier linux-x46");
        Directory.Exists(project.PathOf("feed")).Should().BeFalse("nothing incomplete is packed");
    }

    [LinuxFact("cargo")]
    [UnsupportedOSPlatform("windows")]
    public async Task Pack_LinkerInCargosConfiguration_IsUsed()
    {
        using CrateProject project = Project("linux-arm64");
        RecordingCargo cargo = new(project, Copying(project, "aarch64-unknown-linux-gnu", "arm64.so"));
        await File.WriteAllBytesAsync(project.PathOf("arm64.so"), await CLibrary.ForProcessorAsync(Arm64));
        HideEverythingButCargo(project);
        project.Write(".cargo/config.toml", "[target.aarch64-unknown-linux-gnu]\nlinker = \"my-linker\"\n");

        await PackAsync(project);

        cargo.Builds[^1].Should().Contain("--target aarch64-unknown-linux-gnu").And.NotContain(".linker=");
        NativeFiles(project).Should().Equal("runtimes/linux-arm64/native/libnative.so");
    }

    [LinuxFact("cargo")]
    public async Task Pack_PrebuiltLibraries_ArePackedBesideThisMachines()
    {
        using CrateProject project = Project("", """Prebuilt="$(Folder)" """);
        await WritePrebuiltAsync(project, "linux-arm64", Arm64);

        await PackAsync(project, $"-p:Folder={project.PathOf("prebuilt")}");

        NativeFiles(project).Should().BeEquivalentTo(
            $"runtimes/{PackageFile.RuntimeIdentifier}/native/{s_library}", "runtimes/linux-arm64/native/libnative.so");
    }

    [LinuxFact("cargo")]
    public async Task Pack_PrebuiltLibraryForThisMachine_IsPackedOnce()
    {
        using CrateProject project = Project("", """Prebuilt="$(Folder)" """);
        string processor = PackageFile.RuntimeIdentifier.Split('-')[^1];
        await WritePrebuiltAsync(project, PackageFile.RuntimeIdentifier, processor == "arm64" ? Arm64 : X64);

        await PackAsync(project, $"-p:Folder={project.PathOf("prebuilt")}", "-warnaserror:NU5118");

        NativeFiles(project).Should().ContainSingle();
    }

    [LinuxFact("cargo")]
    public async Task Pack_PrebuiltLibraryForAnotherProcessor_IsRefused()
    {
        using CrateProject project = Project("", """Prebuilt="$(Folder)" """);
        await WritePrebuiltAsync(project, "linux-musl-x64", Arm64);

        ProcessResult pack = await project.DotnetAsync("pack", "Library", "-o", project.PathOf("feed"), $"-p:Folder={project.PathOf("prebuilt")}");

        pack.ExitCode.Should().Be(1);
        pack.Stdout.Should().MatchRegex(
            "error RUSTINTEROP015: .*libnative.so: is made for Linux, arm64; expected: a library for Linux, x64, musl");
    }

    [LinuxFact("cargo")]
    public async Task Build_PackageWithoutLibraryForTheRuntimeIdentifier_Warns()
    {
        using CrateProject project = Project("");
        await PackAsync(project, "-p:Version=1.2.3");
        project.WriteProgram("App");
        project.Edit("App/App.csproj", """<ProjectReference Include="../Library/Library.csproj" />""", """<PackageReference Include="Library" Version="1.2.3" />""");
        string[] feeds = [project.PathOf("feed"), PackageFile.Folder];
        project.Write("App/nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                {string.Concat(feeds.Select((feed, index) => $"<add key=\"{index}\" value=\"{feed}\" />"))}
              </packageSources>
              <packageSourceMapping>
                <clear />
              </packageSourceMapping>
            </configuration>
            """);

        ProcessResult other = await project.DotnetAsync("build", "App", "-r", "win-arm64", "--no-self-contained");
        ProcessResult here = await project.DotnetAsync("build", "App");

        other.Stdout.Should()
            .Contain("warning RUSTINTEROP017: The package Library 1.2.3 has no native library for win-arm64, so it does not work there. "
                + $"It has libraries for: {PackageFile.RuntimeIdentifier}.");
        here.ExitCode.Should().Be(0);
        here.Stdout.Should().NotContain("RUSTINTEROP017");
    }

    private static CrateProject Project(string runtimeIdentifiers, string metadata = "")
    {
        CrateProject project = new("native");
        project.WriteCrate("native", "");
        project.Edit("Library/Library.csproj", """CargoArguments="$(Cargo)" """, $"""RuntimeIdentifiers="{runtimeIdentifiers}" {metadata}""");
        return project;
    }

    private static async Task PackAsync(CrateProject project, params string[] arguments)
    {
        ProcessResult result = await project.DotnetAsync(["pack", "Library", "-o", project.PathOf("feed"), .. arguments]);
        result.ExitCode.Should().Be(0, "the output was {0}", result.Stdout);
    }

    // Only the programs that RecordingCargo's shell code needs.
    [UnsupportedOSPlatform("windows")]
    private static void HideEverythingButCargo(CrateProject project)
    {
        foreach (string tool in (string[])["sh", "mkdir", "cp", "rustc", "dotnet"])
        {
            string link = project.PathOf($"bin/{tool}");
            File.CreateSymbolicLink(link, Command.Find(tool)!);
        }

        project.SetVariable("PATH", project.PathOf("bin"));
    }

    // A build that copies a library and says that it has built it.
    private static string Copying(CrateProject project, string triple, string library) => $$"""
        folder="$PWD/target/package-by-configured/{{triple}}/release"
        mkdir -p "$folder"
        cp '{{project.PathOf(library)}}' "$folder/libnative.so"
        echo "$folder/libnative.so: $PWD/src/lib.rs" > "$folder/libnative.d"
        printf '{"reason":"compiler-artifact","package_id":"path+file://%s#native@0.1.0","manifest_path":"%s/Cargo.toml",' "$PWD" "$PWD"
        printf '"target":{"crate_types":["cdylib"]},"filenames":["%s"]}\n' "$folder/libnative.so"
        """;

    private static async Task WritePrebuiltAsync(CrateProject project, string runtimeIdentifier, byte processor)
    {
        string path = $"prebuilt/{runtimeIdentifier}/native/libnative.so";
        project.Write(path, "");
        await File.WriteAllBytesAsync(project.PathOf(path), await CLibrary.ForProcessorAsync(processor));
    }

    private static IReadOnlyList<string> NativeFiles(CrateProject project)
    {
        using ZipArchive package = Open(project);
        return [.. package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("runtimes/", StringComparison.Ordinal))];
    }

    private static void ExtractTo(string file, CrateProject project, string name)
    {
        using ZipArchive package = Open(project);
        package.GetEntry(name)!.ExtractToFile(file);
    }

    private static ZipArchive Open(CrateProject project) =>
        ZipFile.OpenRead(Directory.GetFiles(project.PathOf("feed")).Should().ContainSingle().Subject);

    private static unsafe double Call(string library, double @base, double exponent)
    {
        nint handle = NativeLibrary.Load(library);
        return ((delegate* unmanaged[Cdecl]<double, double, double>)NativeLibrary.GetExport(handle, "power"))(@base, exponent);
    }
}
