using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;

namespace RustInterop.Fleet.Tool;

/// <summary>The text of --help: the options in groups, with examples and the exit codes.</summary>
/// <param name="groups">The options under their headings.</param>
internal sealed class Help(IReadOnlyList<(string Heading, IReadOnlyList<Option> Options)> groups) : SynchronousCommandLineAction
{
    private const string Beginning = """
        fleet: runs an action on many hosts at once, and says what became of each

        Usage:
          fleet [options] [--] action...

        The options come first. Everything from the first word of the action on
        belongs to the action, as with ssh.

        """;

    private const string End = """
        Examples:
          fleet -w web1,web2 --timeout 10 uptime
          fleet -w 'node[001-100]' -x node007 uptime
          fleet -g web -b cat /etc/debian_version       # each version once
          fleet -g web --diff cat /etc/ntp.conf         # how some hosts differ
          fleet -g web --live apt-get -y upgrade        # each line when it comes
          fleet -g web -I install.sh bash -s            # a script of this machine
          fleet -g web -K systemctl restart app         # as root, by sudo
          fleet -g web -f 1 --max-failures 0 systemctl restart app
          fleet -g web --batch 1,10% --max-batch-failures 0 ./deploy
          fleet -g web --failed-hosts again.txt apt-get update
          fleet --hosts-file again.txt --retries 3 apt-get update
          fleet -g web --json uptime | jq .failed_hosts
          fleet -w a,b --transport local 'echo $HOST'   # here, once per host
          fleet --server https://fleet.example.com -g web ./deploy
          fleet --server https://fleet.example.com --watch JOB

        Ctrl-C ends the running actions, starts no more, and shows the results so far.
        A second one ends fleet at once, and with --watch the first one. SIGUSR1 has
        fleet print the hosts that run.

        Exit codes:
          0    all hosts succeeded
          1    not all hosts succeeded
          2    nothing was run, because the command line, the list of hosts, a standard
               stream, a file or the native library is not usable
          3    not all of the result could be shown or written, or the run failed
          130  cancelled

        """;

    private const int WidestPage = 80;
    private const int Column = 30;

    /// <summary>Without this, --help alone would be an error, because the action is missing.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int width = Console.IsOutputRedirected ? WidestPage : Math.Min(WidestPage, Console.WindowWidth);
        StringBuilder page = new(Beginning);
        foreach ((string heading, IReadOnlyList<Option> options) in groups)
        {
            page.Append($"\n{heading}:\n");
            foreach (Option option in options)
            {
                Describe(page, option, Math.Max(width, 2 * Column));
            }
        }

        Console.Out.Write(page.Append('\n').Append(End).ToString());
        return ExitCode.Success;
    }

    private static void Describe(StringBuilder page, Option option, int width)
    {
        string value = option.HelpName is { } name ? $" <{name}>" : "";
        string names = $"  {string.Join(", ", option.Aliases.Append(option.Name).Where(alias => alias[0] == '-').OrderBy(alias => alias.Length))}{value}";
        page.Append(names.PadRight(Column - 1));
        // After long names, the description begins on a line of its own.
        int column = names.Length < Column ? Column - 1 : width;
        foreach (string word in (option.Description ?? "").Split(' '))
        {
            if (column + 1 + word.Length > width)
            {
                page.Append('\n').Append(' ', Column - 1);
                column = Column - 1;
            }

            page.Append(' ').Append(word);
            column += 1 + word.Length;
        }

        page.Append('\n');
    }
}
