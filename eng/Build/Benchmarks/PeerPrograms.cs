namespace RustInterop.Build.Benchmarks;

/// <summary>What RustInterop is measured against: Debian's packages, and C programs that the build compiles.</summary>
internal static class PeerPrograms
{
    /// <summary>What the build compiles.</summary>
    public static string Folder => System.IO.Path.Combine(Repository.Benchmarks, "peers");

    /// <summary>The PATH of the benchmarks.</summary>
    public static string Path => $"{Folder}:{Environment.GetEnvironmentVariable("PATH")}";

    /// <summary>Installs and compiles the peers. One that is missing is reported here, and named in the tables.</summary>
    public static async Task EnsureAsync(Step step, IReadOnlyList<Part> parts)
    {
        foreach (string package in parts.SelectMany(part => part.Packages))
        {
            await TryInstallAsync(step, package);
        }

        if (parts.Any(part => part.Packages.Contains("openssh-client")) && await SshServer.EnsureAsync(step) is string reason)
        {
            Step.Note($"the benchmarks of ssh are skipped: {reason}");
        }

        Repository.MakeEmpty(Folder);
        foreach (string source in Directory.GetFiles(System.IO.Path.Combine(Repository.Root, "benchmarks", "peers"), "*.c"))
        {
            string name = System.IO.Path.GetFileNameWithoutExtension(source);
            await new Tool("cc", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread",
                "-o", System.IO.Path.Combine(Folder, $"{name}_peer"), source).RunAsync(step);
        }
    }

    private static async Task TryInstallAsync(Step step, string package)
    {
        if (!Debian.IsThis)
        {
            Step.Note($"not installed, since this is not Debian: {package}");
            return;
        }

        try
        {
            await Debian.EnsureAsync(step, [package]);
        }
        catch (BuildException exception)
        {
            Step.Note($"{package}: {exception.Message}");
        }
    }
}
