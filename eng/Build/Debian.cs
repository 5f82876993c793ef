namespace RustInterop.Build;

/// <summary>Debian's package tools.</summary>
internal static class Debian
{
    public static bool IsThis { get; } =
        File.Exists("/etc/debian_version") && Tool.Find("apt-get") is not null && Tool.Find("dpkg") is not null;

    /// <summary>Runs apt-get. If that fails, updates the package lists and tries once more.</summary>
    /// <exception cref="BuildException">It failed again, or the lists could not be updated.</exception>
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

    /// <summary>Installs the packages that are missing. Only root can.</summary>
    /// <exception cref="BuildException">This process is not root; the message lists what is missing.</exception>
    public static async Task EnsureAsync(Step step, IReadOnlyList<string> packages)
    {
        List<string> installed = [];
        // It fails if it does not know a package, but still lists the others.
        await new Tool("dpkg-query", ["--show", "--showformat", "${db:Status-Status} ${Package}\n", .. packages])
            .TryRunAsync(step, installed.Add, step.Log);
        string[] missing = [.. packages.Where(package => !installed.Contains($"installed {package}")).Distinct()];
        if (missing.Length == 0)
        {
            return;
        }

        if (!Environment.IsPrivilegedProcess)
        {
            throw new BuildException($"packages are missing; run as root: apt-get install {string.Join(' ', missing)}");
        }

        Step.Note($"installing {string.Join(", ", missing)}");
        await AptGetAsync(step, Repository.Root, ["install", "--yes", "--no-install-recommends", "--no-remove", .. missing]);
    }

    private static Tool Make(string directory, params string[] arguments) =>
        // No sandbox: its user can't write to a folder in someone's home.
        new("apt-get", ["--quiet", "-o", "APT::Sandbox::User=root", "-o", "DPkg::Lock::Timeout=120", .. arguments])
        {
            Directory = directory,
            Environment = new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive", ["LC_ALL"] = "C.UTF-8" },
        };
}
