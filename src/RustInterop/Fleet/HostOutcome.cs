namespace RustInterop.Fleet;

/// <summary>How an action ended on one host.</summary>
public enum HostOutcome
{
    /// <summary>
    /// The action exited with 0, or the connection was lost while it ran and <see cref="ProcedureInput.ExpectDisconnect"/>
    /// was set.
    /// </summary>
    Succeeded = 0,

    /// <summary>The action exited with another code or was killed by a signal, or its program could not be started.</summary>
    Failed = 1,

    /// <summary>
    /// The last attempt took longer than <see cref="ProcedureInput.Timeout"/>. The action was ended; if that is not certain,
    /// <see cref="HostResult.Error"/> says so, and the action is not retried.
    /// </summary>
    TimedOut = 2,

    /// <summary>
    /// No session was established (refused, unknown name, host key, authentication): nothing was sent, so the action did not
    /// run. Retried, unless the host's key or the keys of this side were refused.
    /// </summary>
    Unreachable = 3,

    /// <summary>The action may have run, and nothing proves that it ended. Never retried.</summary>
    Lost = 4,

    /// <summary>The procedure was cancelled while this host was running.</summary>
    Cancelled = 5,

    /// <summary>The host was never started: the procedure was cancelled, or too many other hosts had failed.</summary>
    NotStarted = 6,
}
