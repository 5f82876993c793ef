using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

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
                s_library = Load(libraryName, assembly, searchPath, LibrarySearch.Candidates(libraryName, assembly));
            }

            return s_library;
        }
    }

    /// <exception cref="RustLibraryLoadException">No candidate loads, or one is not this assembly's library.</exception>
    internal static nint Load(
        string library, Assembly assembly, DllImportSearchPath? searchPath, IEnumerable<string> candidates)
    {
        StringBuilder tried = new();
        foreach (string path in candidates)
        {
            if (!File.Exists(path))
            {
                tried.Append("\n  ").Append(path).Append(": not there");
            }
            else if (TryLoad(() => NativeLibrary.Load(path), path, tried, out nint found))
            {
                return Checked(found, path);
            }
        }

        return TryLoad(() => NativeLibrary.Load(library, assembly, searchPath), "the system", tried, out nint handle)
            ? Checked(handle, library)
            : throw RustLibraryLoadException.NotFound(library, tried.ToString());
    }

    private static bool TryLoad(Func<nint> load, string where, StringBuilder tried, out nint handle)
    {
        try
        {
            handle = load();
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            tried.Append("\n  ").Append(where).Append(": ").Append(exception.Message.ReplaceLineEndings(" ").Trim());
            handle = 0;
            return false;
        }
    }

    private static nint Checked(nint library, string path)
    {
        try
        {
            Handshake.Check(library, path);
            return library;
        }
        catch
        {
            NativeLibrary.Free(library);
            throw;
        }
    }
}
