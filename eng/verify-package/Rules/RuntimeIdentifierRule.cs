namespace RustInterop.VerifyPackage.Rules;

/// <summary>The native libraries are for runtime identifiers that .NET knows, and there are some.</summary>
internal sealed class RuntimeIdentifierRule : IPackageRule
{
    public IEnumerable<Finding> Check(Package package)
    {
        string[] identifiers = [.. package.Files
            .Where(file => file.StartsWith(Package.Runtimes, StringComparison.Ordinal))
            .Select(Package.IdentifierOf)
            .Distinct()];
        return identifiers.Length == 0
            ? [new Finding(package.Name, "has no native library", $"{Package.Runtimes}{{rid}}/native/")]
            : identifiers.Where(identifier => RuntimeTarget.Of(identifier) is null).Select(identifier => new Finding(
                $"{Package.Runtimes}{identifier}",
                "is named by no portable runtime identifier of .NET for a system and a processor",
                "one such as linux-x64, linux-musl-arm64, win-x64 or osx-arm64"));
    }
}
