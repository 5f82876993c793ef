using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>The handles in an input. They stay valid until the call has ended, even if their objects are disposed of meanwhile.</summary>
internal sealed class HeldHandles : IDisposable
{
    private readonly List<SafeHandle> _handles = [];

    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    internal void Hold(SafeHandle handle)
    {
        bool held = false;
        handle.DangerousAddRef(ref held);
        _handles.Add(handle);
    }

    public void Dispose()
    {
        foreach (SafeHandle handle in _handles)
        {
            handle.DangerousRelease();
        }

        _handles.Clear();
    }
}
