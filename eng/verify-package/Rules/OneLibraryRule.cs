namespace RustInterop.VerifyPackage.Rules;

/// <summary>For each runtime identifier there is the one file that the runtime looks for, and nothing else.</summary>
internal sealed class OneLibraryRule : IPackageRule
{
    public IEnumerable<Finding> Check(Package package) => package.Files
        .Where(file => Package.ExpectedPath(file) is not null)
        .GroupBy(file => Package.ExpectedPath(file)!)
        .SelectMany(files => files.Contains(files.Key)
            ? files.Where(file => file != files.Key).Select(file => new Finding(file, "is not looked for", $"{files.Key} alone"))
            : [new Finding(files.Key, "is not there", $"it in place of {string.Join(", ", files)}")]);
}
