using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using RustInterop.Fleet.Tool.Server;

namespace RustInterop.Fleet.Tool;

/// <summary>The command line.</summary>
internal sealed class FleetCommand : RootCommand
{
    private readonly HostOptions _hosts = new();

    private readonly RunOptions _run = new();

    private readonly ActionOptions _actionOptions = new();

    private readonly SudoOptions _sudo = new();

    private readonly ServerOptions _server = new();

    private readonly ReportOptions _reports = new();

    private readonly Argument<string[]> _action = new("action")
    {
        Description = "The command to run on each host. It comes last: everything after its first word belongs to it.",
        Arity = ArgumentArity.OneOrMore,
    };

    private FleetCommand()
    {
        // Those that System.CommandLine adds by itself.
        Option[] others = [.. Options];
        (string, IReadOnlyList<Option>)[] groups =
        [
            ("Hosts", _hosts.All),
            ("What the action gets", [.. _actionOptions.All, .. _sudo.All]),
            ("How it runs", _run.All),
            ("On a server", _server.All),
            ("What is shown and written", _reports.All),
            ("Others", others),
        ];
        others.OfType<HelpOption>().Single().Action = new Help(groups);
        foreach (Option option in groups.SelectMany(group => group.Item2).Except(others))
        {
            Add(option);
        }

        Add(_action);
        Validators.Add(Check);
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
        ParserConfiguration parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        if (Completion.AskedBy(args) is { } completion)
        {
            return completion.Arguments(command.Options) is { } words
                ? command.Parse(words, parser).InvokeAsync()
                : Task.FromResult(ExitCode.Success);
        }

        ArgumentWords arguments = new(args, command.Options);
        if (arguments.Words.Contains(ServerOptions.Watch))
        {
            command._action.Arity = ArgumentArity.ZeroOrMore;
        }

        ParseResult result = command.Parse(arguments.Words, parser);
        IEnumerable<string> errors = arguments.Unknown is { } unknown
            ? [$"Unknown option '{unknown}'."]
            : result.Errors.Select(error => error.Message);
        return result.Action is ParseErrorAction || arguments.Unknown is not null
            ? Task.FromResult(Refuse([.. errors, "'fleet --help' lists the options."]))
            // FleetRun handles Ctrl-C itself. A bug in this program must not look like a failed host.
            : result.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    private void Check(CommandResult result)
    {
        bool hasAction = result.GetValue(_action) is { Length: > 0 };
        if (!_server.IsWatch(result))
        {
            _hosts.Check(result);
        }
        else if (hasAction)
        {
            result.AddError("An action makes no sense with --watch.");
        }

        string?[] conflicts =
        [
            _reports.Conflict(result),
            _server.Conflict(
                result,
                [.. _run.Local, .. _reports.Local],
                [.. _hosts.All, .. _actionOptions.All, .. _sudo.All, .. _run.Start]),
        ];
        foreach (string conflict in conflicts.OfType<string>())
        {
            result.AddError(conflict);
        }
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        Reports reports = _reports.Read(result);
        StandardStreams.OutputIsDocument = reports.IsDocument;
        try
        {
            using ServerJob? job = _server.Read(result);
            return await (_server.IsWatch(result.CommandResult)
                ? job!.WatchAsync(_run.JobId(result), reports)
                : RunAsync(result, _hosts.Read(result), job, reports)).ConfigureAwait(false);
        }
        catch (ServerException exception)
        {
            int exitCode = Refuse(exception.Message);
            return exception.HasStarted ? ExitCode.Incomplete : exitCode;
        }
        catch (Exception exception)
            when (exception is InvalidDataException or ArgumentException or RustLibraryLoadException)
        {
            return Refuse(exception.Message);
        }
    }

    private async Task<int> RunAsync(ParseResult result, HostList hosts, ServerJob? job, Reports reports)
    {
        try
        {
            ProcedureInput input = _run.Read(result, hosts.Addresses, string.Join(' ', result.GetRequiredValue(_action)));
            input = _sudo.Add(result, _actionOptions.Add(result, input));
            Task<int> run = _run.IsDryRun(result) ? DryRun.RunAsync(input, hosts, reports.IsDocument)
                : job is not null ? job.RunAsync(input, hosts, reports)
                : FleetRun.RunAsync(input, hosts, reports);
            return await run.ConfigureAwait(false);
        }
        catch (RustException exception)
        {
            int exitCode = Refuse(hosts.Describe(exception));
            return exception.Kind == RustErrorKind.InvalidInput ? exitCode : ExitCode.Incomplete;
        }
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
