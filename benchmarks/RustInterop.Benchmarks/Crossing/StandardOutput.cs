using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The standard output of the process, which <c>print_int</c> writes to.</summary>
internal static partial class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>Sends it to <c>/dev/null</c>; what .NET's console writes goes where it went.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The console's, to the end.")]
    internal static void Discard()
    {
        SafeFileHandle console = new(dup(Descriptor), ownsHandle: true);
        Console.SetOut(new StreamWriter(new FileStream(console, FileAccess.Write)) { AutoFlush = true });
        using SafeFileHandle nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (dup2(nowhere.DangerousGetHandle().ToInt32(), Descriptor) < 0)
        {
            throw new IOException("the standard output cannot be sent to /dev/null");
        }
    }

    [LibraryImport("libc")]
    private static partial int dup(int descriptor);

    [LibraryImport("libc")]
    private static partial int dup2(int descriptor, int other);
}
