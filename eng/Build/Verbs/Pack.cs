using System.CommandLine;
using RustInterop.Build.Crates;
using RustInterop.Build.Cross;

namespace RustInterop.Build.Verbs;

/// <summary>Makes the NuGet packages, with the native library for this machine or for all systems.</summary>
internal static class Pack
{
    public static Command Create()
    {
        Option<bool> all = AllSystems();
        Option<DirectoryInfo> libraries = new Option<DirectoryInfo>("--libraries")
        {
            Description = "With the native libraries of a folder, in {rid}/native folders.",
            HelpName = "folder",
        }.AcceptExistingOnly();
        Command command = new("pack", "Make the NuGet packages in artifacts/packages, and verify them.") { all, libraries };
        command.Validators.Add(result =>
        {
            if (result.GetResult(all) is not null && result.GetResult(libraries) is not null)
            {
                result.AddError("--all and --libraries exclude each other.");
            }
        });
        command.SetAction((result, cancellation) =>
            Verb.RunAsync(token => RunAsync(result.GetValue(all), result.GetValue(libraries)?.FullName, token), cancellation));
        return command;
    }

    /// <summary>Whether the packages have the libraries of all systems, not just this machine's.</summary>
    public static Option<bool> AllSystems() => new("--all")
    {
        Description = "With the native libraries of all systems that can be built here; needs Debian 12 x64.",
    };

    /// <summary>Packs and verifies. The set-up has to be done before.</summary>
    /// <param name="libraries">The folder of the native libraries, in {rid}/native folders; null for this machine's.</param>
    /// <param name="cancellation">Ends the current step.</param>
    public static async Task PackAsync(string? libraries, CancellationToken cancellation)
    {
        await Step.RunAsync("pack", step => PackAsync(libraries, step), cancellation);
        await Step.RunAsync(
            "verify package", step => PackageVerifier.VerifyAsync(forAll: libraries is not null, step), cancellation);
    }

    private static async Task RunAsync(bool all, string? libraries, CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await CrateSource.FetchAsync(cancellation);
        if (all)
        {
            await NativeLibraries.BuildAsync(cancellation);
        }

        await PackAsync(all ? NativeLibraries.Folder : libraries, cancellation);
        foreach (string package in Directory.GetFiles(Repository.Packages).Order())
        {
            Console.WriteLine(Path.GetRelativePath(Repository.Root, package));
        }
    }

    private static async Task PackAsync(string? libraries, Step step)
    {
        Repository.MakeEmpty(Repository.Packages);
        string? time = await CommitTimeAsync(step);
        await Sbom.WriteAsync(step);
        string[] native = libraries is null ? [] : [$"-p:NativeLibraries={libraries}/"];
        await Dotnet.Pack(Repository.LibraryProject, Repository.Packages, time, [$"-p:Sbom={Sbom.FilePath}", .. native]).RunAsync(step);
        if (libraries == NativeLibraries.Folder)
        {
            await Dotnet.Pack(Repository.StaticProject, Repository.Packages, time,
                $"-p:StaticLibraries={NativeLibraries.StaticFolder}/").RunAsync(step);
        }

        await Dotnet.Pack(Repository.LoggingProject, Repository.Packages, time).RunAsync(step);
        await Dotnet.Pack(Repository.OrleansProject, Repository.Packages, time).RunAsync(step);
        await Dotnet.Pack(Repository.ToolProject, Repository.Packages, time, native).RunAsync(step);
        await Dotnet.Pack(Repository.TemplatesProject, Repository.Packages, time).RunAsync(step);
    }

    /// <returns>Seconds since 1970, or null outside a git clone.</returns>
    private static async Task<string?> CommitTimeAsync(Step step) =>
        Tool.Find("git") is null ? null : await new Tool("git", "log", "-1", "--format=%ct").TryReadAsync(step);
}

/// <summary>Runs eng/verify-package on the packages with native libraries.</summary>
internal static class PackageVerifier
{
    private static readonly string[] s_packages = ["RustInterop", "RustInterop.Fleet.Tool"];

    /// <summary>The folders of this machine, no path of which may be in a package.</summary>
    private static IEnumerable<string> Folders => new[]
    {
        Repository.Root,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Environment.GetEnvironmentVariable("CARGO_HOME"),
        Environment.GetEnvironmentVariable("RUSTUP_HOME"),
    }.OfType<string>();

    /// <param name="forAll">Whether the packages are those for all systems, not just for this machine.</param>
    /// <param name="step">The current step.</param>
    public static async Task VerifyAsync(bool forAll, Step step)
    {
        await Dotnet.Restore(Repository.VerifierProject).RunAsync(step);
        await Dotnet.Build(Repository.VerifierProject).RunAsync(step);
        string[] allowances = forAll ? [] : await ForThisMachineAsync(step);
        foreach (string package in s_packages)
        {
            Tool verifier = Dotnet.Run(Repository.VerifierProject,
                [
                    Path.Combine(Repository.Packages, $"{package}.{Repository.Version}.nupkg"),
                    .. Folders.SelectMany(folder => new[] { "--folder", folder }), .. allowances,
                ]);
            if (await verifier.TryRunAsync(step, Step.Note, step.Log) != 0)
            {
                throw new BuildException($"the package {package} can't be published; the findings are above");
            }
        }
    }

    private static async Task<string[]> ForThisMachineAsync(Step step)
    {
        if (OperatingSystem.IsWindows())
        {
            // Visual Studio's linker links against it.
            return ["--needed", "vcruntime140.dll"];
        }

        // It prints "glibc 2.36", and fails with another C library.
        string? glibc = OperatingSystem.IsLinux() ? await new Tool("getconf", "GNU_LIBC_VERSION").TryReadAsync(step) : null;
        return glibc?.Split(' ') is [_, string version] ? ["--glibc", version] : [];
    }
}
