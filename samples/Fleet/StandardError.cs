using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Fleet;

/// <summary>The standard error, for what has to be said even while the standard output hangs.</summary>
internal static class StandardError
{
    private const int Descriptor = 2;

    /// <summary>Opens it past <see cref="Console"/>, which on Unix lets nobody write while somebody writes on either.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The stream has it.")]
    public static Stream Open() => OperatingSystem.IsWindows()
        ? Console.OpenStandardError()
        : new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
