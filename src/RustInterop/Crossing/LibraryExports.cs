namespace RustInterop.Crossing;

/// <summary>The C functions that every library of RustInterop exports, whatever its procedures are.</summary>
internal abstract class LibraryExports
{
    /// <summary>Call it before any call of a procedure.</summary>
    /// <exception cref="RustLibraryLoadException">The library cannot be loaded, or is another version.</exception>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    internal abstract void ThrowIfUnusable();

    /// <summary><c>free_mem</c>. For <see cref="RustString"/> alone, which calls it once for each string.</summary>
    internal abstract void Free(nint text);

    /// <summary><c>rust_interop_cancel</c>.</summary>
    internal abstract void Cancel(nint call);

    /// <summary><c>rust_interop_release</c>. For <see cref="CallHandle"/> alone, which calls it once for each call.</summary>
    internal abstract void Release(nint call);
}
