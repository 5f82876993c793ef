using Microsoft.Win32.SafeHandles;

namespace RustInterop.Loading.Diagnosis;

/// <summary>A mount of Linux, which may forbid running the files on it (noexec).</summary>
internal static class Mount
{
    /// <summary>Whether the file's mount is known to be noexec.</summary>
    internal static bool IsNoExec(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return IsNoExec(
                File.ReadAllLines($"/proc/self/fdinfo/{file.DangerousGetHandle()}"),
                File.ReadAllLines("/proc/self/mountinfo"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc it is not known.
            return false;
        }
    }

    /// <param name="descriptor">The lines of <c>/proc/self/fdinfo</c>, one of which is <c>mnt_id: 27</c> or the like.</param>
    /// <param name="mounts">The lines of <c>/proc/self/mountinfo</c>: the mount's id first, its options sixth.</param>
    internal static bool IsNoExec(IEnumerable<string> descriptor, IEnumerable<string> mounts)
    {
        const string Label = "mnt_id:";
        string? id = descriptor.FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal))?[Label.Length..].Trim();
        return mounts.Select(line => line.Split(' '))
            .Any(mount => mount.Length > 5 && mount[0] == id && mount[5].Split(',').Contains("noexec"));
    }
}
