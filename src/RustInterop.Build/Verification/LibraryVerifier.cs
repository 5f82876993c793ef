namespace RustInterop.Build.Verification;

/// <summary>Holds a native library to all rules.</summary>
internal static class LibraryVerifier
{
    public static IReadOnlyList<Finding> Verify(PackedLibrary library, Expectations expectations)
    {
        try
        {
            IReadOnlyList<Finding> format = [.. LibraryRules.CheckFormat(library)];
            // The other rules are those of the format that it should have.
            return format.Count > 0 ? format : [.. LibraryRules.Check(library, expectations), .. HardeningRules.Check(library)];
        }
        catch (BadImageFormatException exception)
        {
            return [new Finding(library.File, exception.Message, $"a library for {library.Target}") { IsFatal = true }];
        }
    }
}

/// <summary>Something that is wrong with a package.</summary>
/// <param name="File">Its path in the package, or the name of the package.</param>
/// <param name="Problem">What is wrong, with the file as its subject.</param>
/// <param name="Expected">What would be right.</param>
internal sealed record Finding(string File, string Problem, string Expected)
{
    /// <summary>Whether a library does not load where its runtime identifier promises it.</summary>
    public bool IsFatal { get; init; }

    public override string ToString() => $"{File}: {Problem}; expected: {Expected}";
}

/// <summary>What a library is held to besides the runtime identifier for which it is packed.</summary>
/// <param name="Glibc">The newest version that it may need.</param>
/// <param name="Needed">Files of libraries that it may need besides the system's.</param>
/// <param name="Exports">All names that it exports; null if any will do.</param>
internal sealed record Expectations(Version Glibc, IReadOnlyList<string> Needed, IReadOnlyList<string>? Exports);
