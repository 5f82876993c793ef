using System.Net.NetworkInformation;

namespace RustInterop.Build;

/// <summary>The sshd program, which the ssh tests start on a port of their own.</summary>
internal static class SshServer
{
    private const int SshPort = 22;

    /// <summary>Installs sshd if it is missing. Only root can, on Debian.</summary>
    /// <returns>Why the ssh tests have to be skipped; null if sshd is there.</returns>
    public static async Task<string?> EnsureAsync(Step step)
    {
        if (IsThere)
        {
            return null;
        }

        if (!Debian.IsThis || !Environment.IsPrivilegedProcess)
        {
            return "there is no sshd; " + Prerequisites.Instruction("apt-get install openssh-server", "",
                "Add-WindowsCapability -Online -Name OpenSSH.Server~~~~0.0.1.0");
        }

        try
        {
            await InstallAsync(step);
        }
        catch (BuildException exception)
        {
            return $"there is no sshd: {exception.Message}";
        }

        return IsThere ? null : "openssh-server is installed, but there is no sshd";
    }

    private static bool IsThere => File.Exists("/usr/sbin/sshd") || Tool.Find("sshd") is not null;

    private static async Task InstallAsync(Step step)
    {
        bool wasListening = IsListening();
        await new DebianService("openssh-server", "ssh.service").InstallAsync(step);
        if (!wasListening && IsListening())
        {
            throw new BuildException($"installing openssh-server left a server listening on port {SshPort}; stop it");
        }
    }

    private static bool IsListening() =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(end => end.Port == SshPort);
}
