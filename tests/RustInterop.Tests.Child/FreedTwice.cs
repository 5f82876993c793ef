using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>Frees a string twice, as wrong C# code would.</summary>
internal static class FreedTwice
{
    internal static void Run()
    {
        using RustString reply = RawReply.Of("null\0"u8);
        nint text = reply.DangerousGetHandle();
        NativeMethods.free_mem(text);
        NativeMethods.free_mem(text);
    }
}
