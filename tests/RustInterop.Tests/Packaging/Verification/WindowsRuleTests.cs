using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
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
    [InlineData(0x0100, "NX_COMPAT")]
    [InlineData(0x0040, "DYNAMIC_BASE")]
    [InlineData(0x0020, "HIGH_ENTROPY_VA")]
    public async Task Verify_DllWithoutAFlag_IsRefused(int flag, string name)
    {
        await WriteAsync();
        // The linker clears others along with some of them.
        Change(headers => headers.PEHeaderStartOffset + 70, characteristics => characteristics & ~(uint)flag);

        (await _package.FindAsync()).Should().Equal(
            $"{Library}: lacks {name}; expected: NX_COMPAT, DYNAMIC_BASE, HIGH_ENTROPY_VA");
    }

    [ToolFact(Compiler)]
    public async Task Verify_WritableCode_IsRefused()
    {
        await WriteAsync();
        // The first section is that of the code.
        Change(
            headers => headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader + 36,
            characteristics => characteristics | (uint)SectionCharacteristics.MemWrite);

        (await _package.FindAsync()).Should().Equal(
            $"{Library}: has a section .text that is writable and executable; expected: either");
    }

    [ToolFact(Compiler)]
    public async Task Verify_FurtherVariable_IsRefused()
    {
        await WriteAsync("int a_variable = 1;");

        (await _package.FindAsync()).Should().Equal(
            $"{Library}: exports a_variable; expected: nothing that the assembly does not import");
    }

    [ToolTheory(Compiler)]
    [InlineData("libgcc_s_seh-1.dll")]
    [InlineData("libwinpthread-1.dll")]
    [InlineData("VCRUNTIME140.dll")]
    public async Task Verify_DllOfACompiler_IsRefused(string name)
    {
        string other = await CompileAsync(name, "void other(void) { }");
        await WriteAsync("void other(void); __attribute__((used)) static void call(void) { other(); }", other);

        (await _package.FindAsync()).Should().ContainSingle().Which.Should().StartWith($"{Library}: needs {name}; ");
    }

    private async Task WriteAsync(string code = "", params string[] arguments)
    {
        string library = await CompileAsync(
            "rust_interop.dll", VerifiedPackage.Code(VerifiedPackage.Functions()) + code,
            ["-Wl,--nxcompat,--dynamicbase,--high-entropy-va", .. arguments]);
        _package.Write(Library, await File.ReadAllBytesAsync(library));
    }

    private async Task<string> CompileAsync(string name, string code, params string[] arguments)
    {
        string source = _package.Folder.PathOf($"{name}.c");
        string library = _package.Folder.PathOf(name);
        await File.WriteAllTextAsync(source, code);
        await Command.OutputOfAsync(Compiler, ["-shared", "-s", "-o", library, source, .. arguments]);
        return library;
    }

    private void Change(Func<PEHeaders, int> place, Func<uint, uint> change)
    {
        byte[] library = _package.Read(Library);
        using PEReader reader = new(new MemoryStream(library));
        Span<byte> number = library.AsSpan(place(reader.PEHeaders), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(number, change(BinaryPrimitives.ReadUInt32LittleEndian(number)));
        _package.Write(Library, library);
    }
}
