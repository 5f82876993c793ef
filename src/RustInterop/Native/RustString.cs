using Microsoft.Win32.SafeHandles;

namespace RustInterop.Native;

/// <summary>
/// A NUL-terminated UTF-8 string that Rust allocated: Rust's memory, given back exactly once, to the library it is from.
/// </summary>
internal abstract class RustString() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    internal LentText Lend() => new(this);
}
