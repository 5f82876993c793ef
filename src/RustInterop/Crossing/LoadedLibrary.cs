using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustInterop.Loading;

namespace RustInterop.Crossing;

/// <summary>
/// A user's library. It is never unloaded, because a thread that its Rust code started may outlive the call and still be running
/// that code.
/// </summary>
internal sealed unsafe class LoadedLibrary : LibraryExports
{
    private readonly nint _handle;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _free;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _keep;
    private readonly delegate* unmanaged[Cdecl]<ulong, int> _drop;
    private readonly delegate* unmanaged[Cdecl]<nint, nuint, ulong> _lend;
    private readonly delegate* unmanaged[Cdecl]<ulong, nuint*, nint> _bytes;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _cancel;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _drain;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _release;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _run;
    private readonly delegate* unmanaged[Cdecl]<long> _liveStrings;
    private readonly delegate* unmanaged[Cdecl]<long> _liveHandles;
    private readonly delegate* unmanaged[Cdecl]<nint> _procedures;

    private volatile bool _closed;

    private LoadedLibrary(nint handle, string path)
    {
        _handle = handle;
        Path = path;
        _free = (delegate* unmanaged[Cdecl]<nint, void>)Export("free_mem");
        _keep = (delegate* unmanaged[Cdecl]<nint, void>)Export("rust_interop_keep");
        _drop = (delegate* unmanaged[Cdecl]<ulong, int>)Export("rust_interop_drop");
        _lend = (delegate* unmanaged[Cdecl]<nint, nuint, ulong>)Export("rust_interop_lend");
        _bytes = (delegate* unmanaged[Cdecl]<ulong, nuint*, nint>)Export("rust_interop_bytes");
        Next = new LoadedProcedure(this, Export("rust_interop_next"), Export("rust_interop_next_async"));
        Functions = new FunctionExports(this);
        _cancel = (delegate* unmanaged[Cdecl]<nint, void>)Export("rust_interop_cancel");
        _drain = (delegate* unmanaged[Cdecl]<nint, void>)Export("rust_interop_drain");
        _release = (delegate* unmanaged[Cdecl]<nint, void>)Export("rust_interop_release");
        _run = (delegate* unmanaged[Cdecl]<nint, void>)Export("rust_interop_run");
        _liveStrings = (delegate* unmanaged[Cdecl]<long>)Export("rust_interop_live_strings");
        _liveHandles = (delegate* unmanaged[Cdecl]<long>)Export("rust_interop_live_handles");
        _procedures = (delegate* unmanaged[Cdecl]<nint>)Export("rust_interop_procedures");
    }

    internal string Path { get; }

    /// <exception cref="RustLibraryLoadException">No candidate loads, or the one that does has another ABI.</exception>
    internal static LoadedLibrary Load(string file, IEnumerable<string> candidates, Func<nint>? loadContext = null)
    {
        (nint handle, string path) = LibraryLoader.Load(file, candidates, loadContext);
        return new LoadedLibrary(handle, path);
    }

    /// <summary>The same library, of which calls can be refused separately.</summary>
    internal LoadedLibrary Again() => new(_handle, Path);

    /// <summary>Asks the library for its procedures.</summary>
    /// <exception cref="RustException">The library could not list them.</exception>
    internal ProcedureList Procedures()
    {
        using RustString reply = new(this, _procedures());
        return new(Reply.Read(reply, ProcedureListJson.Default.ListedProcedureArray).OutputOrThrow());
    }

    /// <summary>The exports of a procedure.</summary>
    /// <exception cref="RustLibraryLoadException">The library lists the procedure, but does not export it.</exception>
    internal LoadedProcedure Bind(ListedProcedure procedure) =>
        new(this, Export(procedure.Symbol), Export(procedure.AsyncSymbol));

    /// <summary>The description of an export; empty if it has none.</summary>
    internal ExportDescription Describe(string export) =>
        NativeLibrary.TryGetExport(_handle, export + "_description", out nint description) ? ExportDescription.At(description) : default;

    /// <summary>Refuses further calls. Running calls continue.</summary>
    internal void Close() => _closed = true;

    internal override void ThrowIfUnusable()
    {
        if (_closed)
        {
            throw Closed();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override void FreeNative(nint text) => _free(text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override void KeepNative(nint text) => _keep(text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override bool DropNative(ulong handle) => _drop(handle) == 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override ulong LendNative(PinnedBytes bytes) => _lend(bytes.Address, (nuint)bytes.Length);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override nint BytesNative(ulong handle, out nuint length)
    {
        fixed (nuint* written = &length)
        {
            return _bytes(handle, written);
        }
    }

    internal override ProcedureExports Next { get; }

    internal override FunctionExports Functions { get; }

    internal override void Cancel(nint call) => _cancel(call);

    internal override void Drain(nint call) => _drain(call);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override void ReleaseNative(nint call) => _release(call);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override void RunNative(nint task) => _run(task);

    internal long LiveStrings() => _liveStrings();

    internal long LiveHandles() => _liveHandles();

    /// <exception cref="RustLibraryLoadException">The library does not export it.</exception>
    internal nint Export(string name) =>
        NativeLibrary.TryGetExport(_handle, name, out nint address)
            ? address
            : throw LoadErrors.ExportMissing(Path, name);

    private ObjectDisposedException Closed() => new(Path, "The library was disposed of.");
}

/// <summary>A procedure of a user's library.</summary>
internal sealed unsafe class LoadedProcedure : ProcedureExports
{
    private readonly delegate* unmanaged[Cdecl]<byte*, nint> _invoke;
    private readonly delegate* unmanaged[Cdecl]<byte*, Callbacks*, nint> _start;

    internal LoadedProcedure(LoadedLibrary library, nint invoke, nint start)
        : base(library)
    {
        _invoke = (delegate* unmanaged[Cdecl]<byte*, nint>)invoke;
        _start = (delegate* unmanaged[Cdecl]<byte*, Callbacks*, nint>)start;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override nint InvokeNative(ReadOnlySpan<byte> inputJson)
    {
        fixed (byte* input = inputJson)
        {
            return _invoke(input);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override nint StartNative(ReadOnlySpan<byte> inputJson, in Callbacks callbacks)
    {
        fixed (byte* input = inputJson)
        fixed (Callbacks* copied = &callbacks)
        {
            return _start(input, copied);
        }
    }
}
