
namespace RustInterop;

/// <summary>
/// The native library could not be loaded, or is not the one that belongs to this assembly. The message says what was
/// looked for, where, for which runtime identifier, and what was wrong with each file found.
/// </summary>
public class RustLibraryLoadException : DllNotFoundException
{
    /// <summary>Creates the exception with a general message.</summary>
    public RustLibraryLoadException()
        : this("The native library could not be loaded.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was looked for, where, and what was wrong.</param>
    public RustLibraryLoadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was looked for, where, and what was wrong.</param>
    /// <param name="innerException">What the system's loader said.</param>
    public RustLibraryLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
