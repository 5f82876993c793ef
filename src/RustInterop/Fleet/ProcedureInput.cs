using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;

namespace RustInterop.Fleet;

/// <summary>An action, the hosts to run it on, and how.</summary>
/// <remarks>
/// <para>
/// Immutable. The record compares by value, but its lists and dictionaries compare by reference. Nothing is checked until you
/// call <see cref="Rust.StartProcedure"/>.
/// </para>
/// <para>
/// The action, the options for <c>ssh</c>, the environment, the variables and the input of the action may contain secrets, so
/// <see cref="ToString"/> gives only their sizes. <see cref="ProcedureJson.Input"/> writes them in full.
/// </para>
/// </remarks>
/// <param name="Timeout">
/// How long one attempt on one host may take; <see cref="TimeSpan.Zero"/> for no limit. Not negative.
/// </param>
/// <param name="Retries">
/// Further attempts on a host after one that failed, timed out or could not connect. An action that may still be running is
/// never retried, nor is a refused authentication.
/// </param>
/// <param name="HostList">
/// <para>
/// The hosts, each once: 1 to 1024 bytes of UTF-8, not beginning with <c>-</c>, without white space and control characters.
/// An empty list finishes at once.
/// </para>
/// <para>
/// With <see cref="Transport.Ssh"/>, a host is an alias of the user's <c>ssh_config</c>, a name or an address. It may have a
/// user and a port, which come before those of <see cref="SshArguments"/> and of <c>ssh_config</c>: <c>user@host</c>,
/// <c>host:22</c>, <c>[::1]:22</c>, <c>ssh://user@host:22</c>.
/// </para>
/// </param>
/// <param name="Action">The command to run on each host, read by a shell there. Not blank.</param>
/// <param name="JobId">The caller's own number, returned unchanged.</param>
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
    /// Further options for <c>ssh</c>, each word on its own, such as <c>["-p", "2222"]</c>; none unless set.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Pass only options that you trust: some make <c>ssh</c> run programs on this machine.
    /// </para>
    /// <para>
    /// Neither these options nor the user's <c>ssh_config</c> can change what outcomes depend on: <c>ssh</c> prompts for
    /// nothing, shares no connection but a kept one, forwards nothing and stays in the foreground, and the library sets its command, session,
    /// standard input and log. Options that say otherwise, such as <c>-L</c> or <c>-o ControlMaster=auto</c>, are refused with
    /// the reason, however <c>-o</c> is spelled; so are words that are not options, and control characters. Only with
    /// <see cref="RemoteShell.None"/>, the action may have a terminal, by <c>-tt</c>.
    /// </para>
    /// <para>
    /// <c>ConnectTimeout</c>, <c>ConnectionAttempts</c>, <c>ServerAliveInterval</c> and <c>ServerAliveCountMax</c> may be
    /// given here. Otherwise they are at most 10 seconds, 1, 10 seconds and 3, whatever <c>ssh_config</c> says. With
    /// <c>ServerAliveInterval=0</c>, only <see cref="Timeout"/> ends an attempt on a dead network.
    /// </para>
    /// </remarks>
    public IReadOnlyList<string> SshArguments { get; init; } = [];

    /// <summary>What reads the action at the far end of <c>ssh</c>; <see cref="RemoteShell.Posix"/> unless set.</summary>
    public RemoteShell RemoteShell { get; init; } = RemoteShell.Posix;

    /// <summary>Whether the action runs as root, by <c>sudo</c> on the host; <see langword="false"/> unless set.</summary>
    /// <remarks>
    /// <para>
    /// What <c>sudo</c> refuses is <see cref="HostOutcome.Failed"/> without a retry: the action was not started, and
    /// <see cref="HostResult.Error"/> has the reason that <c>sudo</c> gives. Over <c>ssh</c> with <see cref="RemoteShell.Posix"/> only.
    /// </para>
    /// <para>
    /// The watchdog on the host is root's too: a timeout, a cancel and a lost connection end what the action has started.
    /// </para>
    /// </remarks>
    public bool Sudo { get; init; }

    /// <summary>
    /// The password that <c>sudo</c> asks for, where it does: one line of at most 1,023 bytes of UTF-8; <see langword="null"/>, the
    /// default, if it may not ask (<c>sudo -n</c>). Needs <see cref="Sudo"/>.
    /// </summary>
    /// <remarks>
    /// It is sent only when <c>sudo</c> asks, over the connection, and is in no argument, variable or file of any machine.
    /// <see cref="object.ToString"/> leaves it out.
    /// </remarks>
    public string? SudoPassword { get; init; }

    /// <summary>
    /// Whether a connection lost while the action runs counts as success, as for <c>reboot</c>; <see langword="false"/>
    /// unless set. If set, the action continues when the connection is lost, even if that is because this process ends.
    /// </summary>
    public bool ExpectDisconnect { get; init; }

    /// <summary>
    /// Once more hosts than this have failed, no further host is started; <see langword="null"/>, the default, for no limit.
    /// Not negative.
    /// </summary>
    public int? MaxFailures { get; init; }

    /// <summary>
    /// The sizes of the batches in which the hosts run, in the order of <see cref="HostList"/>; empty, the default, for all
    /// hosts at once.
    /// </summary>
    /// <remarks>
    /// All hosts of a batch end, their retries included, before one of the next starts; <see cref="Concurrency"/> also holds
    /// within a batch. The last size repeats until no host is left. A percentage is one of all hosts, rounded down, but at
    /// least one host. No size may be 0.
    /// </remarks>
    public IReadOnlyList<HostShare> Batches { get; init; } = [];

    /// <summary>
    /// Once more hosts of a batch than this have failed, no further host is started, neither of this batch nor of others;
    /// <see langword="null"/>, the default, for no limit. A percentage is one of the batch, so that 0 % allows no failure.
    /// Without <see cref="Batches"/>, all hosts are one batch.
    /// </summary>
    public HostShare? MaxBatchFailures { get; init; }

    /// <summary>
    /// How many hosts <see cref="ProcedureHandlers.Grant"/> is asked for at a time; 0 unless set. Without that handler, and with 0,
    /// all hosts may start. A block ends at the end of a batch.
    /// </summary>
    public int BlockSize { get; init; }

    /// <summary>
    /// How long after the call of <see cref="ProcedureHandlers.Grant"/> for its block an attempt may begin; 0, unless set, for no limit.
    /// For one that would begin later, it is called again: for the hosts that have not started or, for a retry and a connection that took
    /// long, for the host alone. So a process that was frozen, and whose hosts were given to others meanwhile, begins nothing when it
    /// wakes. If the handler itself always takes longer, nothing begins. Over ssh, an attempt begins when the action is sent; with
    /// <see cref="RemoteShell.None"/>, when ssh starts.
    /// </summary>
    public TimeSpan BlockLifetime { get; init; }

    /// <summary>How many hosts run at a time; 64 unless set. From 1 to 65,535.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>
    /// The wait before the first retry, doubled for each further one up to 30 seconds; half a second unless set. Not
    /// negative.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = DefaultRetryDelay;

    /// <summary>
    /// Bytes kept of standard output, and of standard error, per host: the first half of them from its beginning, the other from
    /// its end; 65,536 unless set. Not negative.
    /// </summary>
    /// <remarks>
    /// The rest is read and left out: <see cref="HostResult.Truncated"/> reports it, and a line between the two halves says how
    /// many bytes it was, such as <c>[… 12345 bytes left out …]</c>. A character that would be cut there is left out. With 0,
    /// nothing is kept, not even that line.
    /// </remarks>
    public int OutputLimit { get; init; } = DefaultOutputLimit;

    /// <summary>
    /// Whether the output of a host is dropped once <see cref="ProcedureHandlers.Progress"/> has had it: in the result of the call, its
    /// <see cref="HostResult.Stdout"/> and <see cref="HostResult.Stderr"/> are empty then; <see langword="false"/> unless set. So the
    /// output of many hosts need not fit into memory. Without that handler, it changes nothing.
    /// </summary>
    public bool DropReportedOutput { get; init; }

    /// <summary>Whether Rust reports each attempt when it begins. Set for callers who pass a handler for it.</summary>
    internal bool ReportStarts { get; init; }

    /// <summary>Whether Rust reports output while the actions run. Set for callers who pass a handler for it.</summary>
    internal bool ReportOutput { get; init; }

    /// <summary>
    /// The whole environment, values by name, of the program that is started on this machine: the action with
    /// <see cref="Transport.Local"/>, otherwise <c>ssh</c>. <see langword="null"/>, the default, for the environment of this
    /// process at the time of the call.
    /// </summary>
    /// <remarks>
    /// <para>
    /// By default, as with <see cref="System.Diagnostics.Process"/>, it is what
    /// <see cref="System.Environment.GetEnvironmentVariables()"/> returns, including what
    /// <see cref="System.Environment.SetEnvironmentVariable(string, string?)"/> has set.
    /// </para>
    /// <para>
    /// <c>ssh</c> is searched for in its <c>PATH</c>. A name must not be empty or contain <c>=</c>, and neither a name nor a
    /// value may contain a NUL character; on Windows no two names may differ only in case.
    /// </para>
    /// </remarks>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>
    /// Variables for the environment of the action on every host, values by name; none unless set. The action gets them besides
    /// <c>HOST</c> (as in <see cref="HostList"/>), <c>JOB_ID</c> and <c>ATTEMPT</c> (from 1), which every action has.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The action reads them as <c>"$NAME"</c>, whatever their characters. Over <c>ssh</c> too, no value is in the arguments of a
    /// program, where other users could see it. With <see cref="RemoteShell.None"/>, no shell is there that could set them: an
    /// input with variables is refused, and the action has none of the three either.
    /// </para>
    /// <para>
    /// A name consists of ASCII letters, digits and <c>_</c>, and does not begin with a digit. Refused are the three names, names
    /// that begin with <c>ri_</c>, and names that shells keep to themselves, such as <c>UID</c> or <c>RANDOM</c>. A value has no
    /// NUL character. With its name, a variable has at most 131,070 bytes of UTF-8, and all of a host together have at most 1 MiB.
    /// </para>
    /// </remarks>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Further variables of single hosts, by the host's name in <see cref="HostList"/>; none unless set. They replace those of
    /// <see cref="Variables"/> with the same name.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> HostVariables { get; init; } =
        ReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>.Empty;

    /// <summary>
    /// What the action reads from its standard input on every host, from the beginning at each attempt; <see langword="null"/>,
    /// the default, for nothing. Not more than 125,000,000 bytes.
    /// </summary>
    /// <remarks>
    /// <para>
    /// For what should be in no argument, such as a secret, and for scripts that are longer than an action may
    /// be: the action <c>bash -s</c> runs the script that is its input. An action that does not read it, or not all of it, ends as
    /// it would without.
    /// </para>
    /// <para>
    /// Over <c>ssh</c> with <see cref="RemoteShell.Posix"/>, the action begins when all of its input has arrived, and the host keeps
    /// it in memory: a text once, other bytes up to five times their size. Transfer large files by other means.
    /// </para>
    /// </remarks>
    public ActionInput? Input { get; init; }

    /// <summary>
    /// What the action reads on single hosts, by the host's name in <see cref="HostList"/>, instead of <see cref="Input"/>; none
    /// unless set.
    /// </summary>
    public IReadOnlyDictionary<string, ActionInput> HostInputs { get; init; } = ReadOnlyDictionary<string, ActionInput>.Empty;

    /// <summary>
    /// How long a connection over <c>ssh</c> is kept after an action, for the next one on the same host, with the same
    /// <see cref="SshArguments"/> and environment, in this procedure or another; <see cref="TimeSpan.Zero"/>, the default, keeps
    /// none. Not negative.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The next action then needs no new key exchange and no new process. Outcomes rest on the same proofs as without.
    /// </para>
    /// <para>
    /// A kept connection is an <c>ssh</c> process of its own, which ends with this process, however that ends. An action for
    /// which it cannot be used, say because the server allows no more sessions on it, gets a connection of its own. So does
    /// every action on Windows, and one with <see cref="RemoteShell.None"/> and options that ask for a terminal.
    /// </para>
    /// </remarks>
    public TimeSpan KeepConnections { get; init; }

    /// <summary>
    /// How many connections are kept at most while no action uses them; 100 unless set. From 1 to 65,535. If there are more,
    /// those that have been unused for the longest end.
    /// </summary>
    /// <remarks>
    /// Give the number of hosts to keep all. Each takes 5 descriptors of this process, and all together take at most half of those
    /// that it may have.
    /// </remarks>
    public int MaxKeptConnections { get; init; } = DefaultMaxKeptConnections;

    internal const int DefaultConcurrency = 64;

    internal const int DefaultOutputLimit = 65_536;

    internal const int DefaultMaxKeptConnections = 100;

    internal static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(0.5);

    private bool PrintMembers(StringBuilder builder)
    {
        builder
            .Append(CultureInfo.InvariantCulture, $"Timeout = {Timeout}, Retries = {Retries}, ")
            .Append(CultureInfo.InvariantCulture, $"HostList.Count = {HostList?.Count}, Action.Length = {Action?.Length}, ")
            .Append(CultureInfo.InvariantCulture, $"JobId = {JobId}, Transport = {Transport}, ")
            .Append(CultureInfo.InvariantCulture, $"SshArguments.Count = {SshArguments?.Count}, RemoteShell = {RemoteShell}, ")
            .Append(CultureInfo.InvariantCulture, $"Sudo = {Sudo}, ")
            .Append(CultureInfo.InvariantCulture, $"ExpectDisconnect = {ExpectDisconnect}, MaxFailures = {MaxFailures}, ")
            .Append(CultureInfo.InvariantCulture, $"Batches = [{string.Join(", ", Batches ?? [])}], ")
            .Append(CultureInfo.InvariantCulture, $"MaxBatchFailures = {MaxBatchFailures}, ")
            .Append(CultureInfo.InvariantCulture, $"BlockSize = {BlockSize}, BlockLifetime = {BlockLifetime}, ")
            .Append(CultureInfo.InvariantCulture, $"Concurrency = {Concurrency}, RetryDelay = {RetryDelay}, ")
            .Append(CultureInfo.InvariantCulture, $"OutputLimit = {OutputLimit}, DropReportedOutput = {DropReportedOutput}, ")
            .Append(CultureInfo.InvariantCulture, $"Environment.Count = {Environment?.Count}, ")
            .Append(CultureInfo.InvariantCulture, $"Variables.Count = {Variables?.Count}, HostVariables.Count = {HostVariables?.Count}, ")
            .Append(CultureInfo.InvariantCulture, $"Input.Length = {Input?.Length}, HostInputs.Count = {HostInputs?.Count}, ")
            .Append(CultureInfo.InvariantCulture, $"KeepConnections = {KeepConnections}, ")
            .Append(CultureInfo.InvariantCulture, $"MaxKeptConnections = {MaxKeptConnections}");
        return true;
    }
}
