using System.Runtime.Versioning;
using RustInterop.Build.Linking;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Build;

// A script cannot run while a process that another test starts at this moment still has it open for writing.
[Collection(Alone.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class LinkerScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task Write_PathsWithSpecialCharacters_ArePassedAsTheyAre()
    {
        string script = LinkerScript.Write(_folder.PathOf("it's $HOME & (more)"), $"printf '%s\\n' {LinkerScript.Quote("a'b $c \"d\" `e`")} \"$@\"");

        ProcessResult result = await Command.RunAsync(script, ["-o", "f g", "*"]);

        result.Stdout.Should().Be("a'b $c \"d\" `e`\n-o\nf g\n*\n");
    }

    [LinuxFact]
    public async Task WriteZig_ArgumentsOfRustc_BecomeZigs()
    {
        string zig = LinkerScript.Write(_folder.PathOf("zig"), "printf '%s\\n' \"$@\"");
        string script = ZigLinker.Write(zig, "x86_64-linux-gnu.2.27", _folder.PathOf("linker"));

        ProcessResult result = await Command.RunAsync(
            script, ["-m64", "a b.o", "-lgcc_s", "-Wl,--no-undefined-version", "-lgcc", "-lc", "-o", "lib x.so"]);

        result.Stdout.Should().Be("cc\n-target\nx86_64-linux-gnu.2.27\na b.o\n-lunwind\n-lc\n-o\nlib x.so\n");
    }
}
