using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>The handles in a text of Rust's that this thread reads. They are Rust's until the whole text has been read.</summary>
internal readonly ref struct ReceivedHandles : IDisposable
{
    private readonly CallingThread _thread;
    private readonly LibraryExports _library;
    private readonly LibraryExports? _outerLibrary;
    private readonly List<SafeHandle>? _outerHandles;

    /// <summary>Begins to read a text of a library. Within it, another one may be read.</summary>
    internal ReceivedHandles(LibraryExports library)
    {
        _thread = CallingThread.Current;
        _library = library;
        _outerLibrary = _thread.Replying;
        _outerHandles = _thread.Received;
        _thread.Replying = library;
        _thread.Received = null;
    }

    /// <summary>The library whose text is being read.</summary>
    /// <exception cref="InvalidOperationException">No such text is being read.</exception>
    internal static LibraryExports Library => CallingThread.Current.Replying ?? throw NotCrossing();

    /// <summary>How many handles were read.</summary>
    internal static int Count => CallingThread.Current.Received?.Count ?? 0;

    /// <summary>Adds the owner of a handle that was read.</summary>
    internal static void Add(SafeHandle handle) => (CallingThread.Current.Received ??= []).Add(handle);

    /// <summary>The handles that were read after there were so many.</summary>
    internal static SafeHandle[] Since(int count) => Count > count ? [.. CallingThread.Current.Received!.Skip(count)] : [];

    /// <summary>Leaves those handles to Rust.</summary>
    internal static void Leave(int after)
    {
        if (CallingThread.Current.Received is { } received && received.Count > after)
        {
            foreach (SafeHandle handle in received.Skip(after))
            {
                handle.SetHandleAsInvalid();
            }

            received.RemoveRange(after, received.Count - after);
        }
    }

    internal static InvalidOperationException NotCrossing() => new("Only the input and the output of a call can have objects, bytes and streams of Rust.");

    /// <summary>Takes the handles over: the text has been read.</summary>
    internal void Keep(nint text)
    {
        if (_thread.Received is not null)
        {
            _library.Keep(text);
            _thread.Received = null;
        }
    }

    /// <summary>Leaves the handles that were not taken over to Rust, which drops them with the text.</summary>
    public void Dispose()
    {
        if (_thread.Received is not null)
        {
            Leave(after: 0);
        }

        _thread.Replying = _outerLibrary;
        _thread.Received = _outerHandles;
    }
}
