namespace RustInterop.Fleet.Tool.HostSets;

/// <summary>Opens the files that name hosts.</summary>
internal static class HostFiles
{
    /// <summary>The whole text: UTF-8, or what the byte order mark says.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    public static string ReadText(string path)
    {
        try
        {
            using StreamReader reader = new(Open(path));
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <exception cref="IOException">The file cannot be opened, or is a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static FileStream Open(string path) =>
        path.Length > 0 && !Directory.Exists(path) ? File.OpenRead(path) : throw new IOException($"'{path}' is not a file.");
}
