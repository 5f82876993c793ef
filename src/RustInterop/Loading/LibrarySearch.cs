using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustInterop.Loading.Images;

namespace RustInterop.Loading;

/// <summary>Where a native library may be, best place first.</summary>
internal static class LibrarySearch
{
    /// <summary>The .NET host's name for the folders in which it found native assets.</summary>
    private const string HostFolders = "NATIVE_DLL_SEARCH_DIRECTORIES";

    /// <summary>
    /// Returns the file name of a library on this platform, such as <c>librust_interop.so</c> or <c>rust_interop.dll</c>. A file
    /// name stays as it is.
    /// </summary>
    internal static string FileName(string library)
    {
        (string prefix, string extension) = Affixes;
        return library.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? library : $"{prefix}{library}{extension}";
    }

    /// <summary>Returns the name of a library, such as <c>rust_interop</c>, given its name, file name or path.</summary>
    internal static string Name(string nameOrPath)
    {
        (string prefix, string extension) = Affixes;
        string file = Path.GetFileName(nameOrPath);
        return file.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && file.StartsWith(prefix, StringComparison.Ordinal)
            ? file[prefix.Length..^extension.Length]
            : file;
    }

    /// <summary>Whether it is a path (<c>C:acme.dll</c> is one too) rather than only a name.</summary>
    internal static bool IsPath(string nameOrPath) =>
        Path.IsPathRooted(nameOrPath)
        || nameOrPath.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) >= 0;

    /// <summary>
    /// The runtime identifier of this process, then the portable one that packages use, if it differs.
    /// </summary>
    internal static IEnumerable<string> RuntimeIdentifiers() =>
        new[] { RuntimeInformation.RuntimeIdentifier, PortableIdentifier() }.Distinct();

    /// <summary>The paths to try, in this order, each once. None depends on the current directory.</summary>
    /// <param name="library">A library's name, not a path.</param>
    /// <param name="assembly">An assembly that may have the library beside it.</param>
    internal static IEnumerable<string> Candidates(string library, Assembly assembly) =>
        Folders(assembly).Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, FileName(library))).Distinct();

    /// <summary>
    /// How to ask the assembly's <c>AssemblyLoadContext</c> (a plugin's, for example), by <c>LoadUnmanagedDll</c> and the event
    /// <c>ResolvingUnmanagedDll</c>. It returns 0 if the context does not know the library.
    /// </summary>
    /// <returns>Null with NativeAOT, where there is no context other than the program's.</returns>
    internal static Func<nint>? LoadContext(string library, Assembly assembly) =>
        // Only this flag keeps the runtime from using the system's search.
        RuntimeFeature.IsDynamicCodeSupported
            ? () => NativeLibrary.TryLoad(library, assembly, DllImportSearchPath.AssemblyDirectory, out nint handle) ? handle : 0
            : null;

    /// <summary>What the system puts before and after the name of a library.</summary>
    private static (string Prefix, string Extension) Affixes { get; } =
        OperatingSystem.IsWindows() ? ("", ".dll")
        : OperatingSystem.IsMacOS() ? ("lib", ".dylib")
        : ("lib", ".so");

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
        Justification = "In a single file it is empty, and the application's folder comes next.")]
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
