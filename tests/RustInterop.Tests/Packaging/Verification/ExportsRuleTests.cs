using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class ExportsRuleTests : IDisposable
{
    private readonly VerifiedPackage _package = new();

    public void Dispose() => _package.Dispose();

    [LinuxFact]
    public async Task Verify_MissingExports_AreEachRefused()
    {
        // One that is imported by an attribute, and one that is looked up.
        string[] missing = ["print_int", "rust_interop_abi_version"];
        await _package.WriteCAsync(VerifiedPackage.Code(VerifiedPackage.Functions().Except(missing)));

        (await _package.FindAsync()).Should().Equal(missing.Select(name =>
            VerifiedPackage.Finding($"does not export {name}", "it, which the assembly imports")));
    }

    [LinuxFact]
    public async Task Verify_FurtherExports_AreEachRefused()
    {
        string[] further = ["a_function", "a_variable"];
        await _package.WriteCAsync(VerifiedPackage.Code(VerifiedPackage.Functions()) + """
            void a_function(void) { }
            int a_variable;
            static void hidden(void) { }
            """);

        (await _package.FindAsync()).Should().Equal(further.Select(name =>
            VerifiedPackage.Finding($"exports {name}", "nothing that the assembly does not import")));
    }
}
