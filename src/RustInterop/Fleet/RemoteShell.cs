namespace RustInterop.Fleet;

/// <summary>What kind of shell reads the action on a host reached by <see cref="Transport.Ssh"/>.</summary>
public enum RemoteShell
{
    /// <summary>
    /// Any shell that can start <c>sh</c>. A wrapper on the host proves that the action began and how it ended. The wrapper ends
    /// the action, with everything it started, at the timeout, after a cancel, and if this process dies. If the login shell is
    /// bash, zsh, ksh, mksh or dash, it runs the action itself; otherwise <c>sh</c> runs it. The action may have at most 131,069
    /// bytes: a longer script can be the <see cref="ProcedureInput.Input"/> of <c>sh -s</c>.
    /// </summary>
    Posix = 0,

    /// <summary>
    /// Anything else, such as a network device. The action is sent unchanged, without <see cref="ProcedureInput.Variables"/>, and
    /// nothing on the far side ends it. Its exit code comes from <c>ssh</c>, and an attempt that timed out is not retried.
    /// </summary>
    None = 1,
}
