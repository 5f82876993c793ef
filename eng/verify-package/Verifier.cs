using RustInterop.Build.Verification;
using RustInterop.VerifyPackage.Rules;

namespace RustInterop.VerifyPackage;

/// <summary>Holds a package to all rules.</summary>
internal sealed class Verifier(Package package, Allowances allowances)
{
    public IReadOnlyList<Finding> Verify() =>
    [
        .. PackageRules.Check(package, allowances),
        .. package.Libraries.SelectMany(library =>
            LibraryVerifier.Verify(library, new(allowances.Glibc, allowances.Needed, package.Assembly.Functions))),
    ];
}

/// <summary>What differs between the packages that are published and one that is made for this machine alone.</summary>
/// <param name="Glibc">The newest version that may be needed.</param>
/// <param name="Needed">Files of libraries that may be needed besides the system's.</param>
/// <param name="Folders">Further folders whose paths must not be inside.</param>
internal sealed record Allowances(Version Glibc, IReadOnlyList<string> Needed, IReadOnlyList<string> Folders);
