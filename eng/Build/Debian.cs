namespace RustInterop.Build;

/// <summary>Debian's package tools.</summary>
internal static class Debian
{
    public static bool IsThis { get; } =
        File.Exists("/etc/debian_version") && Tool.Find("apt-get") is not null && Tool.Find("dpkg") is not null;

    /// <summary>Runs apt-get; where that fails for want of package lists, fetches them and runs it once more.</summary>
    /// <exception cref="BuildException">It failed, and fresh lists did not help or could not be had.</exception>
    public static async Task AptGetAsync(Step step, string directory, params string[] arguments)
    {
        Tool aptGet = Make(directory, arguments);
        if (await aptGet.TryRunAsync(step, step.Log) == 0)
        {
            return;
        }

        if (!Environment.IsPrivilegedProcess)
        {
            throw new BuildException(
                $"apt-get {arguments[0]} failed; if its package lists are missing or old, run as root: apt-get update");
        }

        await Make(directory, "update").RunAsync(step);
        await aptGet.RunAsync(step);
    }

    /// <summary>Installs those of the packages that are not, where this process may.</summary>
    /// <exception cref="BuildException">It may not: the message tells all that are missing.</exception>
    public static async Task EnsureAsync(Step step, IReadOnlyList<string> packages)
    {
        List<string> installed = [];
        // It fails when it does not know one of them; those that it knows are told all the same.
        await new Tool("dpkg-query", ["--show", "--showformat", "${db:Status-Status} ${Package}\n", .. packages])
            .TryRunAsync(step, installed.Add, step.Log);
        string[] missing = [.. packages.Where(package => !installed.Contains($"installed {package}")).Distinct()];
        if (missing.Length == 0)
        {
            return;
        }

        if (!Environment.IsPrivilegedProcess)
        {
            throw new BuildException($"missing here; run as root: apt-get install {string.Join(' ', missing)}");
        }

        Step.Note($"installing {string.Join(", ", missing)}");
        await AptGetAsync(step, Repository.Root, ["install", "--yes", "--no-install-recommends", "--no-remove", .. missing]);
    }

    private static Tool Make(string directory, params string[] arguments) =>
        // Without the sandbox: its user cannot write into a folder below someone's home.
        new("apt-get", ["--quiet", "-o", "APT::Sandbox::User=root", "-o", "DPkg::Lock::Timeout=120", .. arguments])
        {
            Directory = directory,
            Environment = new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive", ["LC_ALL"] = "C.UTF-8" },
        };
}
