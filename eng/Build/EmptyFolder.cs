namespace RustInterop.Build;

/// <summary>A folder for what a step makes anew.</summary>
internal static class EmptyFolder
{
    public static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        Directory.CreateDirectory(path);
    }
}
