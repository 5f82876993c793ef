namespace RustInterop.Build;

/// <summary>Has eng/verify-package look at the package that was made.</summary>
internal static class PackageVerifier
{
    private static string Package =>
        Path.Combine(Repository.Packages, $"RustInterop.{typeof(PackageVerifier).Assembly.GetName().Version!.ToString(3)}.nupkg");

    /// <summary>The folders that paths in the package could come from, wherever this machine has them.</summary>
    private static IEnumerable<string> Folders => new[]
    {
        Repository.Root,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Environment.GetEnvironmentVariable("CARGO_HOME"),
        Environment.GetEnvironmentVariable("RUSTUP_HOME"),
    }.OfType<string>();

    /// <param name="forAll">Whether the libraries are to be published, and not the one that is for this machine.</param>
    /// <param name="step">Which it is part of.</param>
    public static async Task VerifyAsync(bool forAll, Step step)
    {
        await Dotnet.Restore(Repository.VerifierProject).RunAsync(step);
        await Dotnet.Build(Repository.VerifierProject).RunAsync(step);
        string[] allowances = forAll ? [] : await ForThisMachineAsync(step);
        Tool verifier = Dotnet.Run(
            Repository.VerifierProject, [Package, .. Folders.SelectMany(folder => new[] { "--folder", folder }), .. allowances]);
        if (await verifier.TryRunAsync(step, Step.Note, step.Log) != 0)
        {
            throw new BuildException("the package is not fit to be published; each finding is above");
        }
    }

    private static async Task<string[]> ForThisMachineAsync(Step step)
    {
        if (OperatingSystem.IsWindows())
        {
            // What Visual Studio's linker links against.
            return ["--needed", "vcruntime140.dll"];
        }

        // glibc 2.36; where the C library is another, an error.
        string? glibc = OperatingSystem.IsLinux() ? await new Tool("getconf", "GNU_LIBC_VERSION").TryReadAsync(step) : null;
        return glibc?.Split(' ') is [_, string version] ? ["--glibc", version] : [];
    }
}
