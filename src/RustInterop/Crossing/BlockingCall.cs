namespace RustInterop.Crossing;

/// <summary>A blocking call of this thread. Calls may be nested, because a function of C#'s may call Rust.</summary>
internal readonly ref struct BlockingCall : IDisposable
{
    private readonly CallingThread _thread;
    private readonly Exception? _outer;

    /// <summary>Begins a call of the thread that this runs on.</summary>
    internal BlockingCall(CallingThread thread)
    {
        _thread = thread;
        _outer = thread.LastThrown;
        thread.LastThrown = null;
        thread.Depth++;
    }

    /// <summary>The last exception that a function of C#'s has thrown on this thread during the call.</summary>
    internal Exception? LastThrown => _thread.LastThrown;

    /// <summary>Notes an exception for the call that this thread is in. Without one, none is kept: its code may be unloaded.</summary>
    internal static void Note(Exception exception)
    {
        CallingThread thread = CallingThread.Current;
        if (thread.Depth > 0)
        {
            thread.LastThrown = exception;
        }
    }

    public void Dispose()
    {
        _thread.Depth--;
        _thread.LastThrown = _outer;
    }
}
