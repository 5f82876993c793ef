using RustInterop.VerifyPackage.Rules;

namespace RustInterop.VerifyPackage;

/// <summary>Holds a package to all rules.</summary>
internal sealed class Verifier(Package package, Allowances allowances)
{
    private static readonly FormatRule s_format = new();

    private readonly IReadOnlyList<IPackageRule> _packageRules =
    [
        new RuntimeIdentifierRule(),
        new OneLibraryRule(),
        new SizeRule(),
        new PathRule(allowances.Folders),
    ];

    private readonly IReadOnlyList<ILibraryRule> _libraryRules =
    [
        new ExportsRule(package.Assembly),
        new NeededRule(allowances.Needed),
        new GlibcRule(allowances.Glibc),
        new RelocationRule(),
        new StackRule(),
        new TextRelocationRule(),
        new WritableCodeRule(),
        new WindowsFlagsRule(),
    ];

    public IReadOnlyList<Finding> Verify() =>
        [.. _packageRules.SelectMany(rule => rule.Check(package)), .. package.Libraries.SelectMany(Verify)];

    private IReadOnlyList<Finding> Verify(PackedLibrary library)
    {
        IReadOnlyList<Finding> format = Check(s_format, library);
        // The other rules are those of the format that it should have.
        return format.Count > 0 ? format : [.. _libraryRules.SelectMany(rule => Check(rule, library))];
    }

    private static IReadOnlyList<Finding> Check(ILibraryRule rule, PackedLibrary library)
    {
        try
        {
            return [.. rule.Check(library)];
        }
        catch (BadImageFormatException exception)
        {
            return [new Finding(library.File, exception.Message, $"a library for {library.Target}")];
        }
    }
}
