using System.CommandLine;
using System.CommandLine.Parsing;

namespace RustInterop.Fleet.Tool;

/// <summary>The options that say what is shown and written.</summary>
internal sealed class ReportOptions
{
    private readonly Option<bool> _live = new("--live")
    {
        Description = "Show each line when it comes, not when its host ends.",
    };

    private readonly Option<bool> _gather = new("--gather", "-b")
    {
        Description = "Show the output at the end, once for all hosts with the same one.",
    };

    private readonly Option<bool> _diff = new("--diff")
    {
        Description = "Show only how the output of some hosts differs from that of most.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print only the result, as JSON, on standard output.",
    };

    private readonly Option<bool> _jsonLines = new("--json-lines")
    {
        Description = "Print only a line of JSON on standard output as each host begins and ends, and one at the end; with --live, also as it writes.",
    };

    private readonly Option<string?> _outputDir = new("--output-dir")
    {
        Description = "Also write the output of each host to HOST.out and HOST.err in this folder.",
        HelpName = "folder",
    };

    private readonly Option<string?> _failedHosts = new("--failed-hosts")
    {
        Description = "Also write the hosts that did not succeed to a file, to run again with --hosts-file.",
        HelpName = "file",
    };

    private readonly Option<string?> _junit = new("--junit")
    {
        Description = "Also write the result as JUnit XML, in which each host is a test.",
        HelpName = "file",
    };

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [_live, _gather, _diff, _json, _jsonLines, _outputDir, _failedHosts, _junit];

    /// <summary>Those that a job of a server cannot have.</summary>
    public IReadOnlyList<Option> Local => [_live];

    private IEnumerable<Option<bool>> Exclusive => [_json, _jsonLines, _live, _gather, _diff];

    private IEnumerable<Option<bool>[]> Compatible => [[_gather, _diff], [_jsonLines, _live]];

    /// <summary>Says which options exclude each other; null if all go together.</summary>
    public string? Conflict(CommandResult result)
    {
        Option<bool>[] given = [.. Exclusive.Where(result.GetValue)];
        bool isConflict = given.Length > 1 && !Compatible.Any(pair => given.All(pair.Contains));
        return isConflict ? $"{given[0].Name} and {given[1].Name} exclude each other." : null;
    }

    public Reports Read(ParseResult result)
    {
        bool groups = result.GetValue(_gather) || result.GetValue(_diff);
        bool isDocument = result.GetValue(_json) || result.GetValue(_jsonLines);
        return new Reports
        {
            All = [.. Create(result)],
            ShowsLines = !groups && !isDocument,
            IsStreaming = result.GetValue(_live),
            IsDocument = isDocument,
            MayDraw = !result.GetValue(_jsonLines),
        };
    }

    private IEnumerable<IReport> Create(ParseResult result)
    {
        if (result.GetValue(_outputDir) is { } folder)
        {
            yield return new OutputFolder(folder);
        }

        if (result.GetValue(_failedHosts) is { } failedHosts)
        {
            yield return new FailedHosts(new WholeFile(_failedHosts.Name, failedHosts));
        }

        if (result.GetValue(_junit) is { } junit)
        {
            yield return new JUnit(new WholeFile(_junit.Name, junit));
        }

        if (result.GetValue(_json))
        {
            yield return new JsonResult();
        }

        if (result.GetValue(_jsonLines))
        {
            yield return new JsonLines();
        }

        if (result.GetValue(_gather) || result.GetValue(_diff))
        {
            yield return new GroupedOutput(result.GetValue(_gather), result.GetValue(_diff));
        }
    }
}
