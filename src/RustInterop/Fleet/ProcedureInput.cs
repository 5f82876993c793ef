using System.Globalization;
using System.Text;

namespace RustInterop.Fleet;

/// <summary>An action, the hosts to run it on, and how.</summary>
/// <remarks>
/// <para>
/// Immutable. Records compare by value, but the lists and the environment in this one compare by reference. Nothing is
/// checked before <see cref="Rust.StartProcedure"/> is called.
/// </para>
/// <para>
/// The action, the options for <c>ssh</c> and the environment may hold secrets: <see cref="ToString"/> gives their sizes
/// alone. <see cref="ProcedureJson.Input"/> writes them.
/// </para>
/// </remarks>
/// <param name="Timeout">
/// How long one attempt on one host may take; <see cref="TimeSpan.Zero"/> for no limit. Not negative.
/// </param>
/// <param name="Retries">
/// Further attempts on a host after one that failed, timed out or could not connect. Never retried is an action that may
/// still run, and a refused authentication.
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
    /// <para>
    /// They are the caller's to vouch for: <c>ssh</c> has options that run programs on this machine.
    /// </para>
    /// <para>
    /// What outcomes rest on stands before them, and neither they nor the user's <c>ssh_config</c> change it: <c>ssh</c> asks
    /// nobody, shares no connection, forwards nothing and stays in the foreground, and its command, session, standard input
    /// and log are the library's. Options that say otherwise, such as <c>-L</c> or <c>-o ControlMaster=auto</c>, are refused
    /// with the reason, <c>-o</c> in every spelling; so are words that are no option, and control characters.
    /// </para>
    /// <para>
    /// <c>ConnectTimeout</c>, <c>ConnectionAttempts</c>, <c>ServerAliveInterval</c> and <c>ServerAliveCountMax</c> may be
    /// given here. Else they are at most 10 seconds, 1, 10 seconds and 3, whatever <c>ssh_config</c> says. With
    /// <c>ServerAliveInterval=0</c> only <see cref="Timeout"/> ends an attempt whose network has gone silent.
    /// </para>
    /// </remarks>
    public IReadOnlyList<string> SshArguments { get; init; } = [];

    /// <summary>What reads the action at the far end of <c>ssh</c>; <see cref="RemoteShell.Posix"/> unless set.</summary>
    public RemoteShell RemoteShell { get; init; } = RemoteShell.Posix;

    /// <summary>
    /// Whether a connection lost while the action runs counts as success, as for <c>reboot</c>; <see langword="false"/>
    /// unless set. The action then goes on when the connection is lost, also because this process ends.
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

    /// <summary>
    /// The whole environment of what is started on this machine, which is the action by <see cref="Transport.Local"/>, else
    /// <c>ssh</c>: values by name. <see langword="null"/>, the default, for that of this process at the call.
    /// </summary>
    /// <remarks>
    /// <para>
    /// By default, as with <see cref="System.Diagnostics.Process"/>, it is what
    /// <see cref="System.Environment.GetEnvironmentVariables()"/> returns, and so what
    /// <see cref="System.Environment.SetEnvironmentVariable(string, string?)"/> made of it.
    /// </para>
    /// <para>
    /// <c>ssh</c> is searched for in its <c>PATH</c>. A name is not empty and has no <c>=</c>, and neither it nor a value has
    /// a NUL character; on Windows no two names differ in case alone.
    /// </para>
    /// </remarks>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    internal const int DefaultConcurrency = 64;

    internal const int DefaultOutputLimit = 65_536;

    internal static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(0.5);

    private bool PrintMembers(StringBuilder builder)
    {
        builder
            .Append(CultureInfo.InvariantCulture, $"Timeout = {Timeout}, Retries = {Retries}, ")
            .Append(CultureInfo.InvariantCulture, $"HostList.Count = {HostList?.Count}, Action.Length = {Action?.Length}, ")
            .Append(CultureInfo.InvariantCulture, $"JobId = {JobId}, Transport = {Transport}, ")
            .Append(CultureInfo.InvariantCulture, $"SshArguments.Count = {SshArguments?.Count}, RemoteShell = {RemoteShell}, ")
            .Append(CultureInfo.InvariantCulture, $"ExpectDisconnect = {ExpectDisconnect}, MaxFailures = {MaxFailures}, ")
            .Append(CultureInfo.InvariantCulture, $"Concurrency = {Concurrency}, RetryDelay = {RetryDelay}, ")
            .Append(CultureInfo.InvariantCulture, $"OutputLimit = {OutputLimit}, Environment.Count = {Environment?.Count}");
        return true;
    }
}
