namespace RustInterop.VerifyPackage.Rules;

/// <summary>What has to hold for a package as a whole.</summary>
internal interface IPackageRule
{
    IEnumerable<Finding> Check(Package package);
}
