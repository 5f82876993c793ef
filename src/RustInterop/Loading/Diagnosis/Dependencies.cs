using System.Runtime.InteropServices;

namespace RustInterop.Loading.Diagnosis;

/// <summary>The libraries that a library needs.</summary>
internal static class Dependencies
{
    /// <summary>Returns the needed libraries that cannot be found.</summary>
    /// <param name="needed">The names of the needed libraries.</param>
    /// <param name="path">The path of the library that needs them.</param>
    /// <param name="loaderMessage">What the system's loader reported for that library.</param>
    internal static IEnumerable<string> Missing(IReadOnlyList<string> needed, string path, string loaderMessage) =>
        OperatingSystem.IsWindows()
            ? MissingIn(FoldersOfWindows(path), needed)
            // The loader names libraries that it could not find, but also those that it found and could not use.
            : needed.Where(name => loaderMessage.Contains(name, StringComparison.Ordinal) && !CanLoad(name));

    /// <summary>Returns the needed libraries that are in none of the folders. For Windows, whose loader does not name them.</summary>
    internal static IEnumerable<string> MissingIn(IEnumerable<string> folders, IReadOnlyList<string> needed) =>
        needed.Where(name => !IsVirtual(name) && !folders.Any(folder => File.Exists(Path.Combine(folder, name))));

    private static string[] FoldersOfWindows(string path) =>
    [
        Path.GetDirectoryName(Path.GetFullPath(path)) ?? "",
        AppContext.BaseDirectory,
        Environment.SystemDirectory,
        Environment.GetFolderPath(Environment.SpecialFolder.Windows),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
    ];

    // Windows' API sets, which are not files.
    private static bool IsVirtual(string name) =>
        name.StartsWith("api-ms-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ext-ms-", StringComparison.OrdinalIgnoreCase);

    private static bool CanLoad(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint library))
        {
            return false;
        }

        NativeLibrary.Free(library);
        return true;
    }
}
