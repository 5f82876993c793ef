namespace RustInterop.VerifyPackage.Rules;

/// <summary>Neither the package nor a library in it has grown beyond what is known of.</summary>
internal sealed class SizeRule : IPackageRule
{
    private const long PackageLimit = 3_000_000;
    private const long LibraryLimit = 1_200_000;

    public IEnumerable<Finding> Check(Package package) =>
        Check(package.Name, package.Length, PackageLimit)
            .Concat(package.Libraries.SelectMany(library => Check(library.File, library.Length, LibraryLimit)));

    private static IEnumerable<Finding> Check(string file, long length, long limit) =>
        length > limit ? [new Finding(file, $"has {length} bytes", $"at most {limit}")] : [];
}
