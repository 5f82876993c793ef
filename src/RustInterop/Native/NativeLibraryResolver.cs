using System.Reflection;
using System.Runtime.InteropServices;

namespace RustInterop.Native;

/// <summary>Finds the native library of this assembly and checks, once, that it is the one that belongs to it.</summary>
internal static class NativeLibraryResolver
{
    private static readonly Lock Gate = new();

    private static nint s_library;

    /// <summary>To be called before the first native function.</summary>
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryResolver).Assembly, Resolve);

    private static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (libraryName != NativeMethods.Library)
        {
            return 0;
        }

        // The runtime asks again for every function.
        lock (Gate)
        {
            if (s_library == 0)
            {
                s_library = LibraryLoader.Load(
                    LibrarySearch.FileName(libraryName),
                    LibrarySearch.Candidates(libraryName, assembly),
                    () => NativeLibrary.Load(libraryName, assembly, searchPath)).Handle;
            }

            return s_library;
        }
    }
}
