using RustInterop.Loading.Images;

namespace RustInterop.VerifyPackage.Rules;

/// <summary>A library loads with glibcs as old as the limit.</summary>
internal sealed class GlibcRule(Version limit) : ILibraryRule
{
    public IEnumerable<Finding> Check(PackedLibrary library) =>
        library.Image is ElfImage image && image.GlibcVersion() is { } version && version > limit
            ? [new Finding(library.File, $"needs glibc {version}", $"at most {limit}")]
            : [];
}
