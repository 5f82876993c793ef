using System.Runtime.Versioning;
using RustInterop.Crossing;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Loading;

/// <summary>Where native libraries are loaded from, in a program without the built-in one, and where not.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LibraryPlacesTests : IDisposable
{
    private const int NotLoaded = 4;

    private readonly TemporaryFolder _program = new();
    private readonly TemporaryFolder _planted = new();

    public LibraryPlacesTests()
    {
        ChildProgram.CopyTo(_program.FullName);
        File.Delete(_program.PathOf(NativeLibraryFile.Name));
    }

    private string Trace => _planted.PathOf("trace");

    public void Dispose()
    {
        _program.Dispose();
        _planted.Dispose();
    }

    // All programs run in the folder with the planted library. For the system, an empty entry is the current directory.
    [LinuxTheory("cc")]
    [InlineData("{0}")]
    [InlineData(":")]
    [InlineData("/nowhere:")]
    [InlineData(".")]
    public async Task Call_LibraryPlantedWhereTheSystemSearches_ListsThePathsTriedAndRunsNothing(string folders)
    {
        await PlantAsync(NativeMethods.Library);

        ProcessResult child = await RunAsync(folders, "print-string", "hello");

        child.ExitCode.Should().Be(NotLoaded, "the output was {0} {1}", child.Stdout, child.Stderr);
        child.Stderr.Should().Contain($"\n  {_program.PathOf(NativeLibraryFile.Name)}: not found\n")
            .And.EndWith("\n  the AssemblyLoadContext: does not know the library");
        File.Exists(Trace).Should().BeFalse();
    }

    [LinuxTheory("cc")]
    [InlineData("{0}")]
    [InlineData(":")]
    [InlineData(".")]
    public async Task Load_NameOfALibraryPlantedWhereTheSystemSearches_ListsThePathsTriedAndRunsNothing(string folders)
    {
        await PlantAsync("acme");

        ProcessResult child = await RunAsync(folders, "load-library", "acme");

        child.ExitCode.Should().Be(NotLoaded, "the output was {0} {1}", child.Stdout, child.Stderr);
        child.Stderr.Should().Contain($"\n  {_program.PathOf("libacme.so")}: not found");
        File.Exists(Trace).Should().BeFalse();
    }

    [LinuxTheory("cc")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".:./:")]
    public async Task Load_HostThatNamesTheCurrentDirectory_RunsNothing(string folders)
    {
        await PlantAsync("acme");

        ProcessResult child = await RunAsync("", "load-library-from-folders", folders, "acme");

        child.ExitCode.Should().Be(NotLoaded, "the output was {0} {1}", child.Stdout, child.Stderr);
        File.Exists(Trace).Should().BeFalse();
    }

    [LinuxFact("cc")]
    public async Task Load_HostThatNamesAFolder_LoadsFromThere()
    {
        await PlantAsync("acme");

        ProcessResult child = await RunAsync("", "load-library-from-folders", _planted.FullName, "acme");

        child.Should().Be(new ProcessResult(0, $"{_planted.PathOf("libacme.so")}\n", ""));
        File.Exists(Trace).Should().BeTrue("the planted library leaves a trace when it is loaded");
    }

    [LinuxTheory]
    [InlineData("call-in-context")]
    [InlineData("call-with-handler")]
    public async Task Call_ContextThatKnowsTheLibrary_LoadsItFromThere(string verb)
    {
        ProcessResult child = await RunAsync("", verb, NativeLibraryFile.Path);

        child.Should().Be(new ProcessResult(0, "called\n", ""));
    }

    private Task<ProcessResult> RunAsync(string folders, params string[] arguments) => ChildProgram.RunCopyAsync(
        _program.FullName,
        _planted.FullName,
        new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = string.Format(folders, _planted.FullName) },
        arguments);

    /// <summary>Makes a library that looks like one of ours and leaves a trace when loaded, under every name that it may have.</summary>
    private async Task PlantAsync(string name)
    {
        string path = await CLibrary.CompileAsync(_planted, $"lib{name}.so", $$"""
            {{CLibrary.Handshake}}
            #include <stdio.h>
            int print_string(const char *text) { return 0; }
            __attribute__((constructor)) static void leave_trace(void) { fclose(fopen("{{Trace}}", "w")); }
            """);
        foreach (string other in (string[])[$"{name}.so", name, $"lib{name}"])
        {
            File.Copy(path, _planted.PathOf(other));
        }
    }
}
