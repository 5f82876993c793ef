namespace RustInterop.Build;

/// <summary>The folder of a crate.</summary>
internal static class CrateFolder
{
    /// <summary>It and the folders in which people write: not hidden ones, cargo's target folders, and .NET's bin and obj.</summary>
    public static IEnumerable<string> Folders(string folder) => Directory.EnumerateDirectories(folder)
        .Where(below => Path.GetFileName(below) is not ['.', ..] and not "bin" and not "obj" && !File.Exists(Path.Combine(below, "CACHEDIR.TAG")))
        .SelectMany(Folders)
        .Prepend(folder);
}
