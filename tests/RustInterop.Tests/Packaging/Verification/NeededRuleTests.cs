using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class NeededRuleTests : IDisposable
{
    private readonly VerifiedPackage _package = new();

    public void Dispose() => _package.Dispose();

    [LinuxFact]
    public async Task Verify_LibraryThatIsNotOfTheSystem_IsRefused()
    {
        await _package.WriteSoundCAsync("-Wl,--no-as-needed", await _package.StandInAsync("libforeign.so.1"));

        (await _package.FindAsync()).Should().ContainSingle().Which.Should()
            .StartWith($"{VerifiedPackage.Library}: needs libforeign.so.1; expected: libraries of the system alone, ");
    }

    [LinuxFact]
    public async Task Verify_LibraryThatWasAllowed_IsSound()
    {
        await _package.WriteSoundCAsync("-Wl,--no-as-needed", await _package.StandInAsync("libforeign.so.1"));

        await _package.ShouldBeSoundAsync("--needed", "libforeign.so.1");
    }

    [LinuxFact]
    public async Task Verify_CompilersLibraryWithMusl_IsRefused()
    {
        string identifier = PackageFile.RuntimeIdentifier.Replace("linux", "linux-musl", StringComparison.Ordinal);
        string musl = VerifiedPackage.PathOf(identifier);
        await _package.WriteSoundCAsync(
            "-nostdlib", "-Wl,--no-as-needed", await _package.StandInAsync("libc.so"), "-lgcc_s");
        _package.Write(musl, _package.Read(VerifiedPackage.Library));
        _package.Write(VerifiedPackage.Library, null);

        (await _package.FindAsync()).Should().ContainSingle().Which.Should()
            .StartWith($"{musl}: needs libgcc_s.so.1; expected: libraries of the system alone, ");
    }

    [LinuxFact]
    public async Task Verify_NewerGlibcThanPublished_IsRefused()
    {
        await WriteNeedingAsync("2.28");

        (await _package.FindStrictlyAsync()).Should().Equal(VerifiedPackage.Finding("needs glibc 2.28", "at most 2.27"));
    }

    [LinuxFact]
    public async Task Verify_NewerGlibcThanAllowed_IsRefused()
    {
        await WriteNeedingAsync("2.100");

        (await _package.FindStrictlyAsync("--glibc", "2.99")).Should().Equal(
            VerifiedPackage.Finding("needs glibc 2.100", "at most 2.99"));
    }

    // A stand-in for the C library, so that it does not matter which this machine has.
    private async Task WriteNeedingAsync(string version)
    {
        string script = _package.Folder.PathOf("libc.map");
        await File.WriteAllTextAsync(script, $"GLIBC_{version} {{ newer; }};\n");
        string libc = await _package.StandInAsync("libc.so.6", "void newer(void) { }", $"-Wl,--version-script={script}");
        await _package.WriteCAsync($$"""
            {{VerifiedPackage.Code(VerifiedPackage.Functions())}}
            void newer(void);
            __attribute__((used)) static void call(void) { newer(); }
            """, "-nostdlib", libc);
    }
}
