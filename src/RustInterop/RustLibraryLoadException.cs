
namespace RustInterop;

/// <summary>
/// The native library could not be loaded, or does not match this assembly. The message lists the paths tried, the
/// runtime identifier, and what is wrong with each file found.
/// </summary>
public sealed class RustLibraryLoadException : DllNotFoundException
{
    /// <summary>Creates the exception with a general message.</summary>
    public RustLibraryLoadException()
        : this("The native library could not be loaded.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which library, the paths tried, and what was wrong.</param>
    public RustLibraryLoadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which library, the paths tried, and what was wrong.</param>
    /// <param name="innerException">What the system's loader reported.</param>
    public RustLibraryLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
