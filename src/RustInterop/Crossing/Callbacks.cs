using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>What a long-running call tells its caller. Mirrors <c>rust_interop_callbacks</c> of the header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Callbacks
{
    internal nint Context;
    internal delegate* unmanaged[Cdecl]<nint, byte*, void> Progress;
    internal delegate* unmanaged[Cdecl]<nint, nint, void> Completed;
}
