namespace RustInterop.Build;

/// <summary>A Debian package with a service, of which only the program is needed: the service neither starts now nor with the machine.</summary>
internal sealed class DebianService(string package, string service)
{
    // Debian's service scripts ask this program before they start anything; 101 forbids it.
    private const string PolicyPath = "/usr/sbin/policy-rc.d";
    private const string Policy = "#!/bin/sh\nexit 101\n";

    /// <summary>Installs the package, which is not there yet. Only root can.</summary>
    public async Task InstallAsync(Step step)
    {
        Step.Note($"installing {package}, its service off");
        bool ownPolicy = !File.Exists(PolicyPath);
        if (ownPolicy)
        {
            await File.WriteAllTextAsync(PolicyPath, Policy);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(PolicyPath, (UnixFileMode)0b111_101_101);
            }
        }

        try
        {
            await Debian.AptGetAsync(step, Repository.Root, "install", "--yes", "--no-install-recommends", package);
        }
        finally
        {
            if (ownPolicy)
            {
                File.Delete(PolicyPath);
            }
        }

        if (Tool.Find("systemctl") is not null)
        {
            await new Tool("systemctl", "disable", service).RunAsync(step);
        }
    }
}
