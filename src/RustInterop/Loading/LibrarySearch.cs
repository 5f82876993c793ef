using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using RustInterop.Loading.Images;

namespace RustInterop.Loading;

/// <summary>Where a native library of a given name can lie, best place first.</summary>
internal static class LibrarySearch
{
    /// <summary>The folders in which the .NET host found native assets, by its own name for them.</summary>
    private const string HostFolders = "NATIVE_DLL_SEARCH_DIRECTORIES";

    /// <summary>
    /// What this platform calls a library: <c>librust_interop.so</c>, <c>rust_interop.dll</c>. A file's name stays as it is.
    /// </summary>
    internal static string FileName(string library)
    {
        (string prefix, string extension) = OperatingSystem.IsWindows() ? ("", ".dll")
            : OperatingSystem.IsMacOS() ? ("lib", ".dylib")
            : ("lib", ".so");
        return library.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? library : $"{prefix}{library}{extension}";
    }

    /// <summary>Whether it says where a library lies, as <c>C:acme.dll</c> does too, and not only what it is called.</summary>
    internal static bool IsPath(string nameOrPath) =>
        Path.IsPathRooted(nameOrPath)
        || nameOrPath.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) >= 0;

    /// <summary>
    /// The identifier of the running runtime, then the portable one that packages are made for, where that is another.
    /// </summary>
    internal static IEnumerable<string> RuntimeIdentifiers() =>
        new[] { RuntimeInformation.RuntimeIdentifier, PortableIdentifier() }.Distinct();

    /// <summary>Every path to try, in this order, each once. None depends on the current directory.</summary>
    /// <param name="library">A library's name, and no path.</param>
    /// <param name="assembly">Beside which it may lie.</param>
    internal static IEnumerable<string> Candidates(string library, Assembly assembly) =>
        Folders(assembly).Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, FileName(library))).Distinct();

    private static IEnumerable<string> Folders(Assembly assembly)
    {
        foreach (string root in Roots(assembly))
        {
            yield return root;
            foreach (string identifier in RuntimeIdentifiers())
            {
                yield return Path.Combine(root, "runtimes", identifier, "native");
            }
        }

        string known = AppContext.GetData(HostFolders) as string ?? "";
        foreach (string folder in known.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Path.TrimEndingDirectorySeparator(folder);
        }
    }

    [UnconditionalSuppressMessage(
        "SingleFile",
        "IL3000:Avoid accessing Assembly file path when publishing as a single file",
        Justification = "It is empty there, and the application's own folder comes next.")]
    private static IEnumerable<string> Roots(Assembly assembly)
    {
        string? beside = Path.GetDirectoryName(assembly.Location);
        if (!string.IsNullOrEmpty(beside))
        {
            yield return beside;
        }

        yield return Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
    }

    private static string PortableIdentifier()
    {
        string system = OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : Platform.IsMusl() ? "linux-musl"
            : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
