using System.Reflection;
using System.Runtime.InteropServices;

namespace RustInterop.Loading;

/// <summary>Finds the built-in library and checks it once.</summary>
internal static class NativeLibraryResolver
{
    private static readonly Lock Gate = new();

    private static nint s_library;

    /// <summary>Call this before the first native function.</summary>
    /// <param name="library">The library name in the imports.</param>
    internal static void Register(string library) => NativeLibrary.SetDllImportResolver(
        typeof(NativeLibraryResolver).Assembly,
        (name, assembly, _) => name == library ? Resolve(name, assembly) : 0);

    private static nint Resolve(string libraryName, Assembly assembly)
    {
        // Returning 0 would leave the search to the runtime. The runtime asks again for every function.
        lock (Gate)
        {
            if (s_library == 0)
            {
                s_library = LibraryLoader.Load(
                    LibrarySearch.FileName(libraryName),
                    LibrarySearch.Candidates(libraryName, assembly),
                    LibrarySearch.LoadContext(libraryName, assembly)).Handle;
            }

            return s_library;
        }
    }
}
