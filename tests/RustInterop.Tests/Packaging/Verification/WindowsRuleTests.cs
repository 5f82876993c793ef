using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class WindowsRuleTests : IDisposable
{
    private const string Compiler = "x86_64-w64-mingw32-gcc";
    private const string Library = "runtimes/win-x64/native/rust_interop.dll";

    private readonly VerifiedPackage _package = new();

    public void Dispose() => _package.Dispose();

    [ToolFact(Compiler)]
    public async Task Verify_Dll_IsSound()
    {
        await WriteAsync();

        await _package.ShouldBeSoundAsync();
    }

    [ToolTheory(Compiler)]
    [InlineData("nxcompat", "NX_COMPAT")]
    [InlineData("dynamicbase", "DYNAMIC_BASE")]
    [InlineData("high-entropy-va", "HIGH_ENTROPY_VA")]
    public async Task Verify_DllWithoutAFlag_IsRefused(string option, string flag)
    {
        await WriteAsync($"-Wl,--disable-{option}");

        (await _package.FindAsync()).Should().Equal($"{Library}: lacks {flag}; expected: NX_COMPAT, DYNAMIC_BASE, HIGH_ENTROPY_VA");
    }

    [ToolFact(Compiler)]
    public async Task Verify_DllOfTheCompiler_IsRefused()
    {
        await WriteAsync("-Wl,--no-as-needed", "-shared-libgcc", "-lgcc_s");

        (await _package.FindAsync()).Should().ContainSingle().Which.Should().StartWith($"{Library}: needs libgcc_s_seh-1.dll; ");
    }

    private async Task WriteAsync(params string[] arguments)
    {
        string source = _package.Folder.PathOf("library.c");
        string library = _package.Folder.PathOf("rust_interop.dll");
        await File.WriteAllTextAsync(source, VerifiedPackage.Code(VerifiedPackage.Functions()));
        await Command.OutputOfAsync(Compiler, [
            "-shared", "-s", "-o", library, source, "-Wl,--nxcompat,--dynamicbase,--high-entropy-va", .. arguments,
        ]);
        _package.Write(Library, await File.ReadAllBytesAsync(library));
    }
}
