namespace RustInterop.VerifyPackage.Rules;

/// <summary>What has to hold for each native library.</summary>
internal interface ILibraryRule
{
    /// <exception cref="BadImageFormatException">The library is damaged.</exception>
    IEnumerable<Finding> Check(PackedLibrary library);
}
