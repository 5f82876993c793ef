namespace RustInterop.Fleet;

/// <summary>What kind of shell reads the action at the far end of <see cref="Transport.Ssh"/>.</summary>
// Mirrors native/fleet/src/input.rs
public enum RemoteShell
{
    /// <summary>
    /// Any shell that can start <c>sh</c>. A wrapper there proves that the action began and how it ended. It ends the action,
    /// with everything it started, at the timeout, at a cancel, and when this process dies. If the login shell is bash, zsh,
    /// ksh, mksh or dash, it runs the action itself; any other has <c>sh</c> run it. The action may have at most 131,069 bytes.
    /// </summary>
    Posix = 0,

    /// <summary>
    /// Anything else, such as a network device. The action is sent unchanged, and nothing at the far end ends it. Its exit code
    /// comes from <c>ssh</c>, and an attempt that timed out is not retried.
    /// </summary>
    None = 1,
}
