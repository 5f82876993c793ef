using System.Text;
using RustInterop.Tests.Loading.Images;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class MacRuleTests : IDisposable
{
    private const string Library = "runtimes/osx-arm64/native/librust_interop.dylib";
    private const byte Exported = 0x0f;
    private const byte PrivateToTheLibrary = 0x1f;
    private const byte Undefined = 0x01;

    private readonly VerifiedPackage _package = new();

    public void Dispose() => _package.Dispose();

    [Fact]
    public async Task Verify_Dylib_IsSound()
    {
        Write("/usr/lib/libSystem.B.dylib", [.. Header.Functions().Select(name => (name, Exported)),
            ("hidden", PrivateToTheLibrary), ("wanted", Undefined)]);

        await _package.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Verify_DylibOfOtherExports_IsRefused()
    {
        Write("/usr/lib/libSystem.B.dylib", [.. Header.Functions().Skip(1).Append("further").Select(name => (name, Exported))]);

        (await _package.FindAsync()).Should().Equal(
            $"{Library}: does not export {Header.Functions().First()}; expected: it, which the assembly imports",
            $"{Library}: exports further; expected: nothing that the assembly does not import");
    }

    [Fact]
    public async Task Verify_DylibThatNeedsAnother_IsRefused()
    {
        Write("@rpath/libforeign.dylib", [.. Header.Functions().Select(name => (name, Exported))]);

        (await _package.FindAsync()).Should().ContainSingle().Which.Should()
            .StartWith($"{Library}: needs @rpath/libforeign.dylib; expected: libraries of the system alone, ");
    }

    /// <summary>Puts in a dylib of a header, a library that it needs, and its symbols, each with its type.</summary>
    private void Write(string needed, params (string Name, byte Type)[] symbols)
    {
        const int Symbols = 0x100;
        const int SymbolLength = 16;
        byte[] names = Encoding.UTF8.GetBytes("\0" + string.Concat(symbols.Select(symbol => $"_{symbol.Name}\0")));
        int texts = Symbols + (symbols.Length * SymbolLength);
        ImageWriter image = new ImageWriter(texts + names.Length)
            .Raw(0, WrittenImages.Dylib()).U32(16, 2).U32(20, 88)
            // LC_LOAD_DYLIB and LC_SYMTAB.
            .U32(32, 0xc).U32(36, 64).U32(40, 24).Text(56, $"{needed}\0")
            .U32(96, 2).U32(100, 24).U32(104, Symbols).U32(108, (uint)symbols.Length).U32(112, (uint)texts).U32(116, (uint)names.Length)
            .Raw(texts, names);
        int name = 1;
        for (int index = 0; index < symbols.Length; index++)
        {
            int at = Symbols + (index * SymbolLength);
            image.U32(at, (uint)name).Raw(at + 4, symbols[index].Type, symbols[index].Type == Undefined ? (byte)0 : (byte)1);
            name += symbols[index].Name.Length + 2;
        }

        _package.Write(VerifiedPackage.Library, null);
        _package.Write(Library, image.Bytes);
    }
}
