using System.ComponentModel;
using System.Runtime.InteropServices;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>For generated code: the owner of the handle that Rust has returned for an object or a stream. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RustObjectHandle : SafeHandle
{
    private readonly LibraryExports _library;

    internal RustObjectHandle(LibraryExports library, ulong number)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        _library = library;
        Number = number;
        // The number may have more bits than an address.
        SetHandle(1);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>What stands in JSON for it.</summary>
    internal ulong Number { get; }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _library.Drop(Number);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing && !IsClosed && !IsInvalid)
        {
            Telemetry.Forgotten.Add(1);
        }

        base.Dispose(disposing);
    }
}
