using System.Runtime.InteropServices;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// Whether the terminal shows what is typed. While rows are drawn, it must not: a newline would move the cursor. Thread-safe.
/// </summary>
internal static partial class Echo
{
    private const int StandardError = 2;
    private const int Now = 0;
    private const uint Flag = 8;

    // More than a termios of any system.
    private const int MostBytes = 256;

    // Of c_lflag in a termios, whose flags are longs on macOS.
    private static readonly int LocalFlags = OperatingSystem.IsMacOS() ? 24 : 12;

    private static readonly Lock Gate = new();

    private static bool _isTurnedOff;

    /// <summary>Turns it off, if it is on.</summary>
    public static void TurnOff()
    {
        lock (Gate)
        {
            _isTurnedOff = _isTurnedOff || Change(flags => flags & ~Flag);
        }
    }

    /// <summary>Turns it on again, if this has turned it off.</summary>
    public static void TurnOn()
    {
        lock (Gate)
        {
            _ = _isTurnedOff && Change(flags => flags | Flag);
            _isTurnedOff = false;
        }
    }

    /// <summary>Returns whether it could be changed and is different now.</summary>
    private static bool Change(Func<uint, uint> change)
    {
        Span<byte> attributes = stackalloc byte[MostBytes];
        if (OperatingSystem.IsWindows() || GetAttributes(StandardError, attributes) != 0)
        {
            return false;
        }

        ref uint flags = ref MemoryMarshal.AsRef<uint>(attributes[LocalFlags..]);
        uint before = flags;
        flags = change(before);
        return flags != before && SetAttributes(StandardError, Now, attributes) == 0;
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetAttributes(int descriptor, Span<byte> attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetAttributes(int descriptor, int when, ReadOnlySpan<byte> attributes);
}
