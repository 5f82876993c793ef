namespace RustInterop;

/// <summary>An action, the hosts to run it on, and how.</summary>
/// <remarks>
/// Immutable. Records compare by value, but the lists in this one compare by reference. Nothing is checked before
/// <see cref="Rust.StartProcedure"/> is called.
/// </remarks>
/// <param name="Timeout">
/// How long one attempt on one host may take; <see cref="TimeSpan.Zero"/> for no limit. Not negative.
/// </param>
/// <param name="Retries">
/// Further attempts on a host after one that failed, timed out or could not connect. A lost connection is never retried.
/// </param>
/// <param name="HostList">
/// The hosts, each once: 1 to 1024 bytes of UTF-8, not beginning with <c>-</c>, without white space and control characters.
/// An empty list finishes at once.
/// </param>
/// <param name="Action">The command to run on each host, read by a shell there. Not blank.</param>
/// <param name="JobId">The caller's own number, returned unchanged.</param>
// Mirrors native/src/fleet/input.rs
public sealed record ProcedureInput(
    TimeSpan Timeout,
    byte Retries,
    IReadOnlyList<string> HostList,
    string Action,
    int JobId)
{
    /// <summary>How the action reaches its hosts; <see cref="Transport.Ssh"/> unless set.</summary>
    public Transport Transport { get; init; } = Transport.Ssh;

    /// <summary>
    /// Further options for <c>ssh</c>, one by one, such as <c>["-p", "2222"]</c>; none unless set.
    /// </summary>
    /// <remarks>
    /// They are the caller's to vouch for: <c>ssh</c> has options that run programs on this machine. Refused are words that
    /// are no option, and options that hide what <c>ssh</c> says or keep it from running the action. Set already, and so not
    /// to be changed, are <c>BatchMode</c>, <c>ConnectTimeout</c>, <c>ControlPath</c>, <c>LogLevel</c>,
    /// <c>RemoteCommand</c> and <c>ServerAlive…</c>.
    /// </remarks>
    public IReadOnlyList<string> SshArguments { get; init; } = [];

    /// <summary>What reads the action at the far end of <c>ssh</c>; <see cref="RemoteShell.Posix"/> unless set.</summary>
    public RemoteShell RemoteShell { get; init; } = RemoteShell.Posix;

    /// <summary>
    /// Whether a connection lost while the action runs counts as success, as for <c>reboot</c>; <see langword="false"/>
    /// unless set.
    /// </summary>
    public bool ExpectDisconnect { get; init; }

    /// <summary>
    /// Once more hosts than this have failed, no further one is started; <see langword="null"/>, the default, for no limit.
    /// Not negative.
    /// </summary>
    public int? MaxFailures { get; init; }

    /// <summary>How many hosts are worked on at a time; 64 unless set. From 1 to 65,535.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>
    /// The wait before the first retry, doubled for each further one up to 30 seconds; half a second unless set. Not
    /// negative.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = DefaultRetryDelay;

    /// <summary>
    /// Bytes kept of standard output, and of standard error, per host; 65,536 unless set. What comes after is read and
    /// dropped, and <see cref="HostResult.Truncated"/> says so. Not negative.
    /// </summary>
    public int OutputLimit { get; init; } = DefaultOutputLimit;

    internal const int DefaultConcurrency = 64;

    internal const int DefaultOutputLimit = 65_536;

    internal static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(0.5);
}
