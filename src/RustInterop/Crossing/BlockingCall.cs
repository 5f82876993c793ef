namespace RustInterop.Crossing;

/// <summary>A blocking call of this thread. Calls may be nested, because a function of C#'s may call Rust.</summary>
internal readonly ref struct BlockingCall : IDisposable
{
    [ThreadStatic]
    private static int t_depth;

    [ThreadStatic]
    private static Exception? t_lastThrown;

    private readonly Exception? _outer;

    private BlockingCall(Exception? outer) => _outer = outer;

    /// <summary>The last exception that a function of C#'s has thrown on this thread during the innermost call.</summary>
    internal static Exception? LastThrown => t_lastThrown;

    internal static BlockingCall Begin()
    {
        BlockingCall call = new(t_lastThrown);
        t_lastThrown = null;
        t_depth++;
        return call;
    }

    /// <summary>Notes an exception for the call that this thread is in. Without one, none is kept: its code may be unloaded.</summary>
    internal static void Note(Exception exception)
    {
        if (t_depth > 0)
        {
            t_lastThrown = exception;
        }
    }

    public void Dispose()
    {
        t_depth--;
        t_lastThrown = _outer;
    }
}
