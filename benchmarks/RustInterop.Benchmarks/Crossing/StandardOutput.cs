using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The standard output of the process, to which <c>print_int</c> writes.</summary>
internal static partial class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>Redirects it to <c>/dev/null</c>, except for what .NET's console writes.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The console keeps it.")]
    internal static void Discard()
    {
        SafeFileHandle console = new(dup(Descriptor), ownsHandle: true);
        Console.SetOut(new StreamWriter(new FileStream(console, FileAccess.Write)) { AutoFlush = true });
        using SafeFileHandle nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (dup2(nowhere.DangerousGetHandle().ToInt32(), Descriptor) < 0)
        {
            throw new IOException("The standard output cannot be redirected to /dev/null.");
        }
    }

    [LibraryImport("libc")]
    private static partial int dup(int descriptor);

    [LibraryImport("libc")]
    private static partial int dup2(int descriptor, int other);
}
