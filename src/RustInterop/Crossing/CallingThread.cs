using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>
/// What a thread keeps for its calls of Rust. It is one object, because finding a static of a thread takes longer than finding a member.
/// </summary>
internal sealed class CallingThread
{
    [ThreadStatic]
    private static CallingThread? t_current;

    internal static CallingThread Current => t_current ??= new();

    /// <summary>A buffer for the next input.</summary>
    internal InputBuffer? KeptBuffer { get; set; }

    /// <summary>A buffer for the next values in compact form.</summary>
    internal byte[]? KeptBytes { get; set; }

    /// <summary>The input that is being written.</summary>
    internal InputBuffer? Written { get; set; }

    /// <summary>How many blocking calls the thread is in.</summary>
    internal int Depth { get; set; }

    /// <summary>The last exception that a function of C#'s has thrown during the innermost of them.</summary>
    internal Exception? LastThrown { get; set; }

    /// <summary>The last one that a function has thrown outside of them. It keeps nothing alive.</summary>
    internal WeakReference<Exception>? ThrownUnwatched { get; set; }

    /// <summary>The library whose reply is being read.</summary>
    internal LibraryExports? Replying { get; set; }

    /// <summary>The handles that were read of that reply; null if there were none.</summary>
    internal List<SafeHandle>? Received { get; set; }
}
