namespace RustInterop.Fleet.Tool;

/// <summary>A file that is written whole or not at all: under another name first, and then renamed.</summary>
/// <param name="option">The option that names the file, for messages.</param>
/// <param name="path">Where it will be. If that is a symbolic link, what it points to is replaced.</param>
internal sealed class WholeFile(string option, string path)
{
    /// <summary>Why it could not be written; null if it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>Checks that the file can be written, and leaves one that is there as it is.</summary>
    /// <exception cref="InvalidDataException">It cannot be written.</exception>
    public void Check()
    {
        try
        {
            string target = Target();
            if (target.Length == 0 || Directory.Exists(target) || !Path.Exists(Path.GetDirectoryName(target)))
            {
                throw new IOException($"'{path}' is not a file in a folder that exists.");
            }

            // A rename would replace the device by a file.
            if (!OperatingSystem.IsWindows() && target.StartsWith("/dev/", StringComparison.Ordinal))
            {
                throw new IOException($"'{path}' is a device.");
            }

            using FileStream probe = new(TemporaryFor(target), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{option}: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the file. If that fails, an older file stays as it was.</summary>
    public void Write(Action<Stream> write)
    {
        string temporary = "";
        try
        {
            string target = Target();
            temporary = TemporaryFor(target);
            using (FileStream stream = new(temporary, FileMode.CreateNew))
            {
                write(stream);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure = $"{option}: '{path}' was not written: {exception.Message}";
            TryDelete(temporary);
        }
    }

    private string Target()
    {
        if (path.Length == 0)
        {
            return path;
        }

        string full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static string TemporaryFor(string target) =>
        Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetRandomFileName()}.fleet");

    private static void TryDelete(string file)
    {
        try
        {
            if (file.Length > 0)
            {
                File.Delete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that left it behind is reported.
        }
    }
}
