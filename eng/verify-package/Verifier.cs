using RustInterop.VerifyPackage.Rules;

namespace RustInterop.VerifyPackage;

/// <summary>Holds a package to all rules.</summary>
internal sealed class Verifier(Package package, Allowances allowances)
{
    public IReadOnlyList<Finding> Verify() =>
        [.. PackageRules.Check(package, allowances), .. package.Libraries.SelectMany(Verify)];

    private IReadOnlyList<Finding> Verify(PackedLibrary library)
    {
        try
        {
            IReadOnlyList<Finding> format = [.. LibraryRules.CheckFormat(library)];
            // The other rules are those of the format that it should have.
            return format.Count > 0 ? format
                : [.. LibraryRules.Check(library, package.Assembly, allowances), .. HardeningRules.Check(library)];
        }
        catch (BadImageFormatException exception)
        {
            return [new Finding(library.File, exception.Message, $"a library for {library.Target}")];
        }
    }
}

/// <summary>Something that is wrong with a package.</summary>
/// <param name="File">Its path in the package, or the name of the package.</param>
/// <param name="Problem">What is wrong, with the file as its subject.</param>
/// <param name="Expected">What would be right.</param>
internal sealed record Finding(string File, string Problem, string Expected)
{
    public override string ToString() => $"{File}: {Problem}; expected: {Expected}";
}

/// <summary>What differs between the packages that are published and one that is made for this machine alone.</summary>
/// <param name="Glibc">The newest version that may be needed.</param>
/// <param name="Needed">Files of libraries that may be needed besides the system's.</param>
/// <param name="Folders">Further folders whose paths must not be inside.</param>
internal sealed record Allowances(Version Glibc, IReadOnlyList<string> Needed, IReadOnlyList<string> Folders);
