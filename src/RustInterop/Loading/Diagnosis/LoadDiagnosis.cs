using RustInterop.Loading.Images;

namespace RustInterop.Loading.Diagnosis;

/// <summary>Finds out why the system's loader refused a file.</summary>
internal static class LoadDiagnosis
{
    /// <summary>
    /// Whether a library is truncated, for example by an interrupted copy. Check this before loading it: the loader of Linux does
    /// not check the length, and SIGBUS would end the process.
    /// </summary>
    internal static bool IsTruncated(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            using ImageFile file = new(path);
            LibraryImage.Of(file)?.CheckLength();
            return false;
        }
        catch (BadImageFormatException)
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The loader will report why the file cannot be read.
            return false;
        }
    }

    /// <summary>The reason, in a few words to put after the file's name; null if it is not known.</summary>
    /// <param name="path">The file.</param>
    /// <param name="loaderMessage">What the loader reported; null if it has not tried.</param>
    /// <param name="platform">The platform that the file should be for.</param>
    internal static string? Explain(string path, string? loaderMessage, Platform platform)
    {
        if (Directory.Exists(path))
        {
            return "a folder";
        }

        try
        {
            using ImageFile file = new(path);
            return LibraryImage.Of(file) is { } image
                ? Explain(image, file, path, loaderMessage ?? "", platform)
                : BadImage.NoLibrary(OtherFile.Describe(file)).Message;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return "not found";
        }
        catch (UnauthorizedAccessException)
        {
            return "this user may not read it";
        }
        catch (BadImageFormatException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is IOException or NotSupportedException)
        {
            return $"cannot be read: {exception.Message}";
        }
    }

    private static string? Explain(
        LibraryImage image, ImageFile file, string path, string loaderMessage, Platform platform)
    {
        if (image.OtherKind is not null)
        {
            return $"{image.OtherKind}, not a library";
        }

        if (image.System != platform.System)
        {
            return $"made for {image.System} ({string.Join(", ", image.Processors)}), but this process runs on {platform.System}";
        }

        if (!image.Processors.Contains(platform.Processor))
        {
            return $"made for {string.Join(", ", image.Processors)}, but this process is {platform.Processor}";
        }

        image.CheckLength();
        if (Mount.IsNoExec(file.Handle))
        {
            return "on a file system that is mounted noexec";
        }

        return image is ElfImage elf && ExplainCLibrary(elf, platform) is { } reason
            ? reason
            : ExplainDependencies([.. Dependencies.Missing(image.Needed(), path, loaderMessage)]);
    }

    private static string? ExplainCLibrary(ElfImage image, Platform platform)
    {
        if (platform.CLibrary is not null && image.CLibrary() is { } library && library != platform.CLibrary)
        {
            return $"made for {library}, but this process uses {platform.CLibrary}";
        }

        return platform.GlibcVersion is not null && image.GlibcVersion() is { } wanted && wanted > platform.GlibcVersion
            ? $"needs glibc {wanted}, but this system has {platform.GlibcVersion}"
            : null;
    }

    private static string? ExplainDependencies(string[] missing) =>
        missing.Length > 0 ? $"needs {string.Join(", ", missing)}, which cannot be found" : null;
}
