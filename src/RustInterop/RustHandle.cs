using System.ComponentModel;
using System.Runtime.InteropServices;
using RustInterop.Crossing;

namespace RustInterop;

/// <summary>For generated code: the owner of a handle that Rust has returned, of an object, of bytes or of a stream. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RustHandle : SafeHandle
{
    internal RustHandle(LibraryExports library, ulong number)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        Library = library;
        Number = number;
        // The number may have more bits than an address.
        SetHandle(1);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The library that has returned it.</summary>
    internal LibraryExports Library { get; }

    /// <summary>What stands in JSON for it.</summary>
    internal ulong Number { get; }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Library.Drop(Number);

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
