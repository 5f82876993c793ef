using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>What a library exports for functions of C#'s.</summary>
internal sealed unsafe class FunctionExports
{
    private readonly delegate* unmanaged[Cdecl]<NativeFunction*, ulong> _register;
    private readonly delegate* unmanaged[Cdecl]<ulong, byte*, int> _answer;
    private readonly delegate* unmanaged[Cdecl]<ulong, int> _withdraw;

    internal FunctionExports(LoadedLibrary library)
    {
        _register = (delegate* unmanaged[Cdecl]<NativeFunction*, ulong>)library.Export("rust_interop_register");
        _answer = (delegate* unmanaged[Cdecl]<ulong, byte*, int>)library.Export("rust_interop_answer");
        _withdraw = (delegate* unmanaged[Cdecl]<ulong, int>)library.Export("rust_interop_withdraw");
    }

    /// <summary><c>rust_interop_register</c>.</summary>
    /// <param name="function">Copied. What it points to must live until it is released.</param>
    /// <returns>The handle, which the caller drops; 0 if there are too many.</returns>
    internal ulong Register(in NativeFunction function)
    {
        VectorRegisters.Clear();
        return RegisterNative(in function);
    }

    /// <summary><c>rust_interop_answer</c>. Does nothing if nobody waits for the answer.</summary>
    /// <param name="answer">The handle of the call.</param>
    /// <param name="replyJson">NUL-terminated UTF-8.</param>
    internal void Answer(ulong answer, ReadOnlySpan<byte> replyJson)
    {
        VectorRegisters.Clear();
        AnswerNative(answer, replyJson);
    }

    /// <summary><c>rust_interop_withdraw</c>. Does nothing if the library has the function no more.</summary>
    internal void Withdraw(ulong handle) => _withdraw(handle);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong RegisterNative(in NativeFunction function)
    {
        fixed (NativeFunction* copied = &function)
        {
            return _register(copied);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AnswerNative(ulong answer, ReadOnlySpan<byte> replyJson)
    {
        fixed (byte* reply = replyJson)
        {
            _answer(answer, reply);
        }
    }
}

/// <summary>A function of C#'s.</summary>
// Mirrors rust_interop_function of the header
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFunction
{
    internal nint Context;
    internal delegate* unmanaged[Cdecl]<nint, ulong, nint, void> Invoke;
    internal delegate* unmanaged[Cdecl]<nint, ulong, void> Cancel;
    internal delegate* unmanaged[Cdecl]<nint, void> Release;
    internal delegate* unmanaged[Cdecl]<nint, nint, nuint, nint, int> InvokeDirectly;
    internal byte* DirectTypes;
    internal int NeverWithdrawn;
}
