using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace RustInterop.Crossing;

/// <summary>The vector registers of x86 processors, which .NET and native code use in different ways.</summary>
internal static class VectorRegisters
{
    /// <summary>
    /// Clears the upper halves of the registers. Call it just before a method that calls native code and is not inlined: one that is inlined
    /// begins with the method around it.
    /// </summary>
    /// <remarks>
    /// .NET's code is AVX and leaves values there. Native code is SSE, and recent Intel processors take 70 ns for each change from one to
    /// the other while there are values. The JIT clears them before a DllImport, but not before a call of a function pointer, and .NET has
    /// no method for it. So this calls a DllImport that hardly does anything. It is not inlined, because the JIT clears them at the beginning
    /// of a method.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Clear()
    {
        if (Avx.IsSupported)
        {
            _ = Marshal.GetLastSystemError();
        }
    }

    /// <summary>
    /// Has the registers cleared at the beginning of a method, at no cost: the JIT does so in each method that has a DllImport, even if that
    /// is never called. The method must not be inlined.
    /// </summary>
    /// <param name="never">False, for a reason that the JIT does not see.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ClearAtBeginning(bool never)
    {
        if (never)
        {
            _ = NativeMethods.rust_interop_abi_version();
        }
    }
}
