namespace RustInterop.Build;

/// <summary>Why a crate cannot be built, with a file that the user can open.</summary>
internal sealed class BuildException(string code, string file, string message) : Exception(message)
{
    public string Code { get; } = code;

    public string File { get; } = file;
}

/// <summary>The codes of this build's own errors. docs/your-own-procedures.md and docs/types.md explain them.</summary>
internal static class ErrorCode
{
    public const string NoCargo = "RUSTINTEROP001";
    public const string NoTarget = "RUSTINTEROP002";
    public const string CargoFailed = "RUSTINTEROP003";
    public const string NoLibrary = "RUSTINTEROP005";
    public const string TargetNotInstalled = "RUSTINTEROP006";
    public const string NotACrate = "RUSTINTEROP007";
    public const string SameName = "RUSTINTEROP008";
    public const string CargoArguments = "RUSTINTEROP009";
    public const string DescriptionFormat = "RUSTINTEROP010";
    public const string NotExpressible = "RUSTINTEROP011";
    public const string NotCurrent = "RUSTINTEROP012";
    public const string Metadata = "RUSTINTEROP013";
    public const string NoLinker = "RUSTINTEROP014";
    public const string DoesNotLoad = "RUSTINTEROP015";
    public const string MayNotLoad = "RUSTINTEROP016";
    public const string NotInPackage = "RUSTINTEROP017";
    public const string GlibcVersion = "RUSTINTEROP018";
    public const string OtherExports = "RUSTINTEROP019";
}
