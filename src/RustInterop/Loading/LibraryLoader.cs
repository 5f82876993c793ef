using System.Runtime.InteropServices;
using RustInterop.Loading.Diagnosis;

namespace RustInterop.Loading;

/// <summary>Loads a RustInterop library, or says for each place why that failed.</summary>
internal static class LibraryLoader
{
    /// <summary>Loads the first candidate that loads, and checks that it matches this assembly.</summary>
    /// <param name="file">The file name for the error message.</param>
    /// <param name="candidates">The paths to try, in this order.</param>
    /// <param name="loadContext">Asks a load context, after the candidates; returns 0 if it does not know the library.</param>
    /// <exception cref="RustLibraryLoadException">
    /// No candidate loads, or the one that does has another ABI.
    /// </exception>
    internal static (nint Handle, string Path) Load(
        string file, IEnumerable<string> candidates, Func<nint>? loadContext = null)
    {
        List<LoadAttempt> tried = [];
        foreach (string path in candidates)
        {
            if (!File.Exists(path) || LoadDiagnosis.IsTruncated(path))
            {
                tried.Add(new LoadAttempt(path, null));
            }
            else if (TryLoad(() => NativeLibrary.Load(path), path, tried, out nint found))
            {
                return (Checked(found, path), path);
            }
        }

        return loadContext is not null && TryLoad(loadContext, null, tried, out nint handle)
            ? (Checked(handle, file), file)
            : throw LoadErrors.NotFound(file, tried);
    }

    private static bool TryLoad(Func<nint> load, string? path, List<LoadAttempt> tried, out nint handle)
    {
        try
        {
            handle = load();
            if (handle == 0)
            {
                tried.Add(new LoadAttempt(path, null));
            }

            return handle != 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            tried.Add(new LoadAttempt(path, exception.Message.ReplaceLineEndings(" ").Trim()));
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
