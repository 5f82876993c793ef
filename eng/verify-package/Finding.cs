namespace RustInterop.VerifyPackage;

/// <summary>Something that is wrong with a package.</summary>
/// <param name="File">Its path in the package, or the name of the package.</param>
/// <param name="Problem">What is wrong, with the file as its subject.</param>
/// <param name="Expected">What would be right.</param>
internal sealed record Finding(string File, string Problem, string Expected)
{
    public override string ToString() => $"{File}: {Problem}; expected: {Expected}";
}
