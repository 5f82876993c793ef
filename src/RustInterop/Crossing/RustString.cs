using Microsoft.Win32.SafeHandles;

namespace RustInterop.Crossing;

/// <summary>
/// A NUL-terminated UTF-8 string that Rust allocated: Rust's memory, given back exactly once, to the library it is from.
/// </summary>
/// <remarks>
/// It may own one string after another: beside a small call it takes long to make an object that has a finalizer.
/// </remarks>
internal sealed class RustString() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    private ProcedureExports? _from;

    internal RustString(ProcedureExports from, nint text)
        : this() => Own(from, text);

    /// <summary>Takes a string of that library's. The object is made before the call, so that nothing can come between.</summary>
    /// <param name="from">The library's.</param>
    /// <param name="text">Zero where it returned none.</param>
    internal void Own(ProcedureExports from, nint text)
    {
        _from = from;
        SetHandle(text);
    }

    internal LentText Lend() => new(this);

    /// <summary>Gives the string back, if there is one, and is ready for the next. Not while it is lent.</summary>
    internal void Free()
    {
        if (!IsInvalid)
        {
            ReleaseHandle();
        }
    }

    protected override bool ReleaseHandle()
    {
        _from!.Free(handle);
        _from = null;
        SetHandle(0);
        return true;
    }
}
