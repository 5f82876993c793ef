namespace RustInterop;

/// <summary>What kind of shell reads the action at the far end of <see cref="Transport.Ssh"/>.</summary>
// Mirrors native/src/fleet/input.rs
public enum RemoteShell
{
    /// <summary>
    /// A POSIX shell. A watchdog beside the action ends it, with everything it started, when this side goes away: on a
    /// timeout, and also when this process dies.
    /// </summary>
    Posix = 0,

    /// <summary>
    /// Anything else, such as a network device: the action is sent untouched, and nothing at the far end ends it.
    /// </summary>
    None = 1,
}
