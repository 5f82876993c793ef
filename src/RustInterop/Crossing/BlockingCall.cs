namespace RustInterop.Crossing;

/// <summary>A blocking call of this thread. Calls may be nested, because a function of C#'s may call Rust.</summary>
internal readonly ref struct BlockingCall : IDisposable
{
    private static volatile bool s_areWatched;

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

    /// <summary>
    /// Whether a call has to begin and end here: a library has been given a function. Before that, no function could throw, and a call that
    /// takes a few nanoseconds is not watched.
    /// </summary>
    internal static bool AreWatched => s_areWatched;

    /// <summary>What <see cref="LastThrown"/> is of a call that began while <see cref="AreWatched"/> was false.</summary>
    // No function had thrown anything before, so an exception is the call's own, of a function that came meanwhile.
    internal static Exception? ThrownUnwatched =>
        CallingThread.Current.ThrownUnwatched is { } thrown && thrown.TryGetTarget(out Exception? exception) ? exception : null;

    /// <summary>The last exception that a function of C#'s has thrown on this thread during the call.</summary>
    internal Exception? LastThrown => _thread.LastThrown;

    /// <summary>Call this before a library is given a function.</summary>
    internal static void Watch() => s_areWatched = true;

    /// <summary>Notes an exception for the call that this thread is in. Without one, none is kept: its code may be unloaded.</summary>
    internal static void Note(Exception exception)
    {
        CallingThread thread = CallingThread.Current;
        if (thread.Depth > 0)
        {
            thread.LastThrown = exception;
        }
        else
        {
            thread.ThrownUnwatched = new(exception);
        }
    }

    public void Dispose()
    {
        _thread.Depth--;
        _thread.LastThrown = _outer;
    }
}
