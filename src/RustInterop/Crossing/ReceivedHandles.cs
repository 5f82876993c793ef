using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>The handles in a text of Rust's that this thread reads. They are Rust's until the whole text has been read.</summary>
internal readonly ref struct ReceivedHandles : IDisposable
{
    [ThreadStatic]
    private static LibraryExports? t_library;

    [ThreadStatic]
    private static List<SafeHandle>? t_handles;

    private readonly LibraryExports _library;
    private readonly LibraryExports? _outerLibrary;
    private readonly List<SafeHandle>? _outerHandles;

    /// <summary>Begins to read a text of a library. Within it, another one may be read.</summary>
    internal ReceivedHandles(LibraryExports library)
    {
        _library = library;
        _outerLibrary = t_library;
        _outerHandles = t_handles;
        t_library = library;
        t_handles = null;
    }

    /// <summary>The library whose text is being read.</summary>
    /// <exception cref="InvalidOperationException">No such text is being read.</exception>
    internal static LibraryExports Library => t_library ?? throw NotCrossing();

    /// <summary>How many handles were read.</summary>
    internal static int Count => t_handles?.Count ?? 0;

    /// <summary>Adds the owner of a handle that was read.</summary>
    internal static void Add(SafeHandle handle) => (t_handles ??= []).Add(handle);

    /// <summary>The handles that were read after there were so many.</summary>
    internal static SafeHandle[] Since(int count) => Count > count ? [.. t_handles!.Skip(count)] : [];

    /// <summary>Leaves those handles to Rust.</summary>
    internal static void Leave(int after)
    {
        if (Count > after)
        {
            foreach (SafeHandle handle in t_handles!.Skip(after))
            {
                handle.SetHandleAsInvalid();
            }

            t_handles!.RemoveRange(after, Count - after);
        }
    }

    internal static InvalidOperationException NotCrossing() => new("Only the input and the output of a call can have objects, bytes and streams of Rust.");

    /// <summary>Takes the handles over: the text has been read.</summary>
    internal void Keep(nint text)
    {
        if (t_handles is not null)
        {
            _library.Keep(text);
            t_handles = null;
        }
    }

    /// <summary>Leaves the handles that were not taken over to Rust, which drops them with the text.</summary>
    public void Dispose()
    {
        Leave(after: 0);
        t_library = _outerLibrary;
        t_handles = _outerHandles;
    }
}
