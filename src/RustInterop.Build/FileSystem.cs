namespace RustInterop.Build;

/// <summary>What File and Directory do not have.</summary>
internal static class FileSystem
{
    /// <summary>A folder and all that it is in.</summary>
    public static IEnumerable<string> Ancestors(string folder)
    {
        for (DirectoryInfo? current = new(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }

    /// <summary>A crate's folder and the folders in it in which people write: not hidden ones, cargo's target folders, and .NET's bin and obj.</summary>
    public static IEnumerable<string> SourceFolders(string folder) => Directory.EnumerateDirectories(folder)
        .Where(below => Path.GetFileName(below) is not ['.', ..] and not "bin" and not "obj" && !File.Exists(Path.Combine(below, "CACHEDIR.TAG")))
        .SelectMany(SourceFolders)
        .Prepend(folder);

    /// <summary>Writes a file and the folders above it. A file that is equal keeps its time, so that what depends on it is not built again.</summary>
    public static void WriteIfDifferent(string path, byte[] content)
    {
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Never written in place: a program may have loaded it.
            File.Delete(path);
            File.WriteAllBytes(path, content);
        }
    }
}
