using System.Diagnostics.CodeAnalysis;

namespace RustInterop.Fleet;

/// <summary>An output stream of an action.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "That is what it is called.")]
public enum OutputStream
{
    /// <summary>Standard output.</summary>
    Stdout = 0,

    /// <summary>Standard error.</summary>
    Stderr = 1,
}
