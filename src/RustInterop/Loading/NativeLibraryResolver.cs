using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustInterop.Loading;

/// <summary>Finds the native library of this assembly and checks, once, that it is the one that belongs to it.</summary>
internal static class NativeLibraryResolver
{
    private static readonly Lock Gate = new();

    private static nint s_library;

    /// <summary>Call it before the first native function.</summary>
    /// <param name="library">The name by which the native functions are imported.</param>
    internal static void Register(string library) => NativeLibrary.SetDllImportResolver(
        typeof(NativeLibraryResolver).Assembly,
        (name, assembly, _) => name == library ? Resolve(name, assembly) : 0);

    private static nint Resolve(string libraryName, Assembly assembly)
    {
        // To return 0 would leave the search to the runtime. It asks again for every function.
        lock (Gate)
        {
            if (s_library == 0)
            {
                s_library = LibraryLoader.Load(
                    LibrarySearch.FileName(libraryName),
                    LibrarySearch.Candidates(libraryName, assembly),
                    // Where all is compiled ahead of time there are no contexts but the program's.
                    RuntimeFeature.IsDynamicCodeSupported ? () => FromLoadContext(libraryName, assembly) : null).Handle;
            }

            return s_library;
        }
    }

    /// <summary>
    /// What the assembly's <c>AssemblyLoadContext</c>, a plugin's say, finds by its <c>LoadUnmanagedDll</c> or its event
    /// <c>ResolvingUnmanagedDll</c>; 0 where that is nothing.
    /// </summary>
    // The flag alone keeps the runtime from the system's search.
    private static nint FromLoadContext(string libraryName, Assembly assembly) =>
        NativeLibrary.TryLoad(libraryName, assembly, DllImportSearchPath.AssemblyDirectory, out nint library) ? library : 0;
}
