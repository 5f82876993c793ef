using System.CommandLine;
using System.CommandLine.Invocation;

namespace RustInterop.Fleet.Tool;

/// <summary>The command line.</summary>
internal sealed class FleetCommand : RootCommand
{
    private const string Purpose = """
        Runs an action on many hosts at once, as in: fleet -w web1,web2 --timeout 10 uptime

        Exit codes:
          0    all hosts succeeded
          1    not all hosts succeeded
          2    nothing was run, because the command line, the list of hosts, a standard stream or the native library is
               not usable
          3    not all of the result could be shown, or the run failed
          130  cancelled
        """;

    private readonly HostOptions _hosts = new();

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

    private readonly Option<bool> _expectDisconnect = new("--expect-disconnect")
    {
        Description = "A connection lost while the action runs counts as success (reboot, shutdown).",
    };

    private readonly Option<Transport> _transport = new("--transport")
    {
        Description = "ssh (the default): on each host; local: on this machine, once per host, with HOST in the environment.",
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
        Description = "A number of your own, which appears in the JSON and, for local actions, in JOB_ID.",
        HelpName = "number",
        CustomParser = Number.Between(int.MinValue, int.MaxValue),
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print only the result, as JSON, on standard output.",
    };

    private readonly Argument<string[]> _action = new("action")
    {
        Description = "The command to run on each host. It comes last: everything after its first word belongs to it.",
        Arity = ArgumentArity.OneOrMore,
    };

    private FleetCommand()
        : base(Purpose)
    {
        _transport.AcceptOnlyFromAmong("ssh", "local");
        _remoteShell.AcceptOnlyFromAmong("posix", "none");
        foreach (Option option in _hosts.All)
        {
            Add(option);
        }

        Add(_timeout);
        Add(_retries);
        Add(_retryDelay);
        Add(_fanout);
        Add(_maxFailures);
        Add(_expectDisconnect);
        Add(_transport);
        Add(_sshArguments);
        Add(_remoteShell);
        Add(_outputLimit);
        Add(_jobId);
        Add(_json);
        Add(_action);
        Validators.Add(_hosts.Check);
        SetAction(RunAsync);
    }

    /// <summary>Runs the command with these arguments, and returns the exit code.</summary>
    public static Task<int> InvokeAsync(string[] args)
    {
        if (!ArgumentWords.AreText(args))
        {
            return Task.FromResult(Refuse("The command line is not UTF-8, so the action would differ from what you typed."));
        }

        FleetCommand command = new();
        ArgumentWords arguments = new(args, command.Options);
        ParserConfiguration parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        ParseResult result = command.Parse(arguments.Words, parser);
        IEnumerable<string> errors = arguments.Unknown is { } unknown
            ? [$"Unknown option '{unknown}'."]
            : result.Errors.Select(error => error.Message);
        return result.Action is ParseErrorAction || arguments.Unknown is not null
            ? Task.FromResult(Refuse([.. errors, "'fleet --help' lists the options."]))
            // FleetRun handles Ctrl-C itself. A bug in this program must not look like a failed host.
            : result.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        StandardStreams.OutputIsDocument = result.GetValue(_json);
        try
        {
            return await RunAsync(result, _hosts.Read(result)).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is InvalidDataException or ArgumentException or RustLibraryLoadException)
        {
            return Refuse(exception.Message);
        }
    }

    private async Task<int> RunAsync(ParseResult result, HostList hosts)
    {
        try
        {
            return await FleetRun.RunAsync(Input(result, hosts), hosts, result.GetValue(_json)).ConfigureAwait(false);
        }
        catch (RustException exception)
        {
            int exitCode = Refuse(hosts.Describe(exception));
            return exception.Kind == RustErrorKind.InvalidInput ? exitCode : ExitCode.Incomplete;
        }
    }

    private ProcedureInput Input(ParseResult result, HostList hosts)
    {
        ProcedureInput input = new(
            result.GetValue(_timeout),
            (byte)result.GetValue(_retries),
            hosts.Addresses,
            string.Join(' ', result.GetRequiredValue(_action)),
            result.GetValue(_jobId))
        {
            Transport = result.GetValue(_transport),
            SshArguments = result.GetValue(_sshArguments) ?? [],
            RemoteShell = result.GetValue(_remoteShell),
            ExpectDisconnect = result.GetValue(_expectDisconnect),
            MaxFailures = result.GetValue(_maxFailures),
        };
        return input with
        {
            Concurrency = result.GetValue(_fanout) ?? input.Concurrency,
            RetryDelay = result.GetValue(_retryDelay) ?? input.RetryDelay,
            OutputLimit = result.GetValue(_outputLimit) ?? input.OutputLimit,
        };
    }

    private static int Refuse(params IEnumerable<string> messages)
    {
        foreach (string message in messages)
        {
            StandardStreams.Say($"fleet: {Printable.Text(message)}");
        }

        return ExitCode.BadInput;
    }
}
