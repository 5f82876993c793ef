namespace FleetServer;

/// <summary>Where this user's files are, unless the configuration says another place.</summary>
internal static class DataFolder
{
    /// <summary>The path of a file, in a folder that is there and that only this user can open.</summary>
    public static string PathOf(string file)
    {
        string folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "FleetServer");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return Path.Combine(folder, file);
    }
}
