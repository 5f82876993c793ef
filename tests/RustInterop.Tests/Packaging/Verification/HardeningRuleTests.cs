using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class HardeningRuleTests : IDisposable
{
    private readonly VerifiedPackage _package = new();

    public void Dispose() => _package.Dispose();

    [LinuxFact]
    public async Task Verify_WritableRelocations_AreRefused()
    {
        await _package.WriteSoundCAsync("-Wl,-z,norelro");

        (await _package.FindAsync()).Should().Equal(
            VerifiedPackage.Finding("leaves its relocated addresses writable", "a segment PT_GNU_RELRO"));
    }

    [LinuxFact]
    public async Task Verify_LazyBinding_IsRefused()
    {
        await _package.WriteSoundCAsync("-Wl,-z,lazy");

        (await _package.FindAsync()).Should().Equal(VerifiedPackage.Finding("binds functions at their first call", "BIND_NOW"));
    }

    [LinuxFact]
    public async Task Verify_ExecutableStack_IsRefused()
    {
        await _package.WriteSoundCAsync("-Wl,-z,execstack");

        (await _package.FindAsync()).Should().Equal(
            VerifiedPackage.Finding("asks for an executable stack", "a segment PT_GNU_STACK that is not executable"));
    }

    [LinuxFact]
    public async Task Verify_RelocationsInTheCode_AreRefused()
    {
        await WriteAssemblyAsync(".text\n.quad print_int", "-Wl,-z,notext");

        (await _package.FindAsync()).Should().Equal(VerifiedPackage.Finding("has relocations in its code", "no DT_TEXTREL"));
    }

    [LinuxFact]
    public async Task Verify_WritableCode_IsRefused()
    {
        await WriteAssemblyAsync(".section .both, \\\"awx\\\"\n.byte 0\n.text");

        (await _package.FindAsync()).Should().ContainSingle().Which.Should()
            .MatchRegex("segment at 0x[0-9a-f]+ that is writable and executable; expected: either$");
    }

    private Task WriteAssemblyAsync(string text, params string[] arguments) => _package.WriteCAsync($"""
        {VerifiedPackage.Code(VerifiedPackage.Functions())}
        __asm__("{text.Replace("\n", "\\n", StringComparison.Ordinal)}");
        """, arguments);
}
