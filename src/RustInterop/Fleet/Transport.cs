namespace RustInterop.Fleet;

/// <summary>How an action reaches its host.</summary>
public enum Transport
{
    /// <summary>
    /// On the host itself, through the system's OpenSSH client (<c>ssh</c>), in batch mode: keys and agents only, no
    /// password prompt, and host-key checking as the user has configured it. The client gets
    /// <see cref="ProcedureInput.Environment"/>; the action does not.
    /// </summary>
    Ssh = 0,

    /// <summary>
    /// On this machine, by the platform's shell (<c>/bin/sh -c</c>, <c>cmd /C</c>), once per host, with
    /// <see cref="ProcedureInput.Environment"/> and <see cref="ProcedureInput.Variables"/>.
    /// </summary>
    Local = 1,
}
