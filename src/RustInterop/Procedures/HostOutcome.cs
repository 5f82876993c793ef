namespace RustInterop;

/// <summary>How an action ended on one host.</summary>
// Mirrors native/src/fleet/output.rs
public enum HostOutcome
{
    /// <summary>
    /// The action exited with 0, or the connection was lost while it ran and <see cref="ProcedureInput.ExpectDisconnect"/>
    /// was set.
    /// </summary>
    Succeeded = 0,

    /// <summary>The action exited with another code or was killed by a signal, or its program could not be started.</summary>
    Failed = 1,

    /// <summary>The last attempt took longer than <see cref="ProcedureInput.Timeout"/> and was ended.</summary>
    TimedOut = 2,

    /// <summary>No session was established (refused, unknown name, host key, authentication): the action did not run.</summary>
    Unreachable = 3,

    /// <summary>The connection broke while the action ran: it may have taken effect. Never retried.</summary>
    Lost = 4,

    /// <summary>The procedure was cancelled while the host was being worked on.</summary>
    Cancelled = 5,

    /// <summary>The host's turn never came: the procedure was cancelled, or too many other hosts had failed.</summary>
    NotStarted = 6,
}
