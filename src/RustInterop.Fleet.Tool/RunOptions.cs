using System.CommandLine;

namespace RustInterop.Fleet.Tool;

/// <summary>The options that say how the action runs.</summary>
internal sealed class RunOptions
{
    private readonly Option<TimeSpan> _timeout = new("--timeout", "-u")
    {
        Description = "How long one attempt on one host may take; no limit unless given.",
        HelpName = "seconds",
        CustomParser = Seconds.Parse,
    };

    private readonly Option<int> _retries = new("--retries")
    {
        Description = "Further attempts on a host after one that failed, timed out or could not connect.",
        HelpName = "count",
        CustomParser = Number.Between(0, byte.MaxValue),
    };

    private readonly Option<TimeSpan?> _retryDelay = new("--retry-delay")
    {
        Description = "The wait before the first retry, doubled for each further one; 0.5 unless given.",
        HelpName = "seconds",
        CustomParser = result => Seconds.Parse(result),
    };

    private readonly Option<int?> _fanout = new("--fanout", "-f")
    {
        Description = "How many hosts run at a time; 64 unless given.",
        HelpName = "count",
        CustomParser = result => Number.Between(1, ushort.MaxValue)(result),
    };

    private readonly Option<int?> _maxFailures = new("--max-failures")
    {
        Description = "Once more hosts than this have failed, start no more.",
        HelpName = "count",
        CustomParser = result => Number.Between(0, int.MaxValue)(result),
    };

    private readonly Option<HostShare[]> _batch = new("--batch")
    {
        Description = "Sizes of batches, such as 1,10%,50%. A batch starts when the one before it has ended. The last size repeats.",
        HelpName = "size,...",
        CustomParser = Share.SeveralFrom(1),
    };

    private readonly Option<HostShare?> _maxBatchFailures = new("--max-batch-failures")
    {
        Description = "Once more hosts of a batch than this have failed, start no more. A number or a percentage of it.",
        HelpName = "count|percent",
        CustomParser = result => Share.From(0)(result),
    };

    private readonly Option<bool> _expectDisconnect = new("--expect-disconnect")
    {
        Description = "A connection lost while the action runs counts as success (reboot, shutdown).",
    };

    private readonly Option<Transport> _transport = new("--transport")
    {
        Description = "ssh (the default): on each host; local: on this machine, once per host.",
        HelpName = "ssh|local",
    };

    private readonly Option<string[]> _sshArguments = new("--ssh-argument")
    {
        Description = "A further argument for ssh, such as --ssh-argument=-p2222. May be given several times.",
        HelpName = "argument",
    };

    private readonly Option<RemoteShell> _remoteShell = new("--remote-shell")
    {
        Description = "What reads the action on a host: a posix shell (the default), or something else, such as a switch.",
        HelpName = "posix|none",
    };

    private readonly Option<int?> _outputLimit = new("--output-limit")
    {
        Description = "Bytes kept of each stream of each host; 65536 unless given.",
        HelpName = "bytes",
        CustomParser = result => Number.Between(0, int.MaxValue)(result),
    };

    private readonly Option<int> _jobId = new("--job-id")
    {
        Description = "A number of your own, which appears in the JSON and in JOB_ID.",
        HelpName = "number",
        CustomParser = Number.Between(int.MinValue, int.MaxValue),
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Check everything and list the hosts, but run nothing.",
    };

    public RunOptions()
    {
        _transport.AcceptOnlyFromAmong("ssh", "local");
        _remoteShell.AcceptOnlyFromAmong("posix", "none");
    }

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All =>
    [
        _timeout, _retries, _retryDelay, _fanout, _maxFailures, _batch, _maxBatchFailures, _expectDisconnect, _transport,
        _sshArguments, _remoteShell, _outputLimit, _jobId, _dryRun,
    ];

    /// <summary>Those that a job of a server cannot have.</summary>
    public IReadOnlyList<Option> Local => [_maxFailures, _batch, _maxBatchFailures, _dryRun];

    /// <summary>Those that say what is started.</summary>
    public IEnumerable<Option> Start => All.Except([_jobId]);

    public bool IsDryRun(ParseResult result) => result.GetValue(_dryRun);

    public int JobId(ParseResult result) => result.GetValue(_jobId);

    public ProcedureInput Read(ParseResult result, IReadOnlyList<string> hosts, string action)
    {
        ProcedureInput input = new(
            result.GetValue(_timeout), (byte)result.GetValue(_retries), hosts, action, JobId(result))
        {
            Transport = result.GetValue(_transport),
            SshArguments = result.GetValue(_sshArguments) ?? [],
            RemoteShell = result.GetValue(_remoteShell),
            ExpectDisconnect = result.GetValue(_expectDisconnect),
            MaxFailures = result.GetValue(_maxFailures),
            Batches = result.GetValue(_batch) ?? [],
            MaxBatchFailures = result.GetValue(_maxBatchFailures),
        };
        return input with
        {
            Concurrency = result.GetValue(_fanout) ?? input.Concurrency,
            RetryDelay = result.GetValue(_retryDelay) ?? input.RetryDelay,
            OutputLimit = result.GetValue(_outputLimit) ?? input.OutputLimit,
        };
    }
}
