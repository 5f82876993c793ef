using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace RustInterop.Fleet.Tool.Server;

/// <summary>The options that have a FleetServer run the action, as a job that goes on without this process.</summary>
internal sealed class ServerOptions
{
    /// <summary>The variable that has the token. A command line can be seen by other users.</summary>
    public const string TokenVariable = "FLEET_SERVER_TOKEN";

    /// <summary>The option with which there is no action.</summary>
    public const string Watch = "--watch";

    private readonly Option<Uri?> _server = new("--server")
    {
        Description = $"Run the action as a job on this FleetServer, and watch it. {TokenVariable} has its token.",
        HelpName = "url",
        CustomParser = ParseUrl,
    };

    private readonly Option<string?> _tokenFile = new("--server-token-file")
    {
        Description = "A file whose first line is the token. - is standard input.",
        HelpName = "file",
    };

    private readonly Option<string?> _job = new("--job")
    {
        Description = "The id of the job; a new one unless given. With the same id and action, nothing runs again.",
        HelpName = "id",
    };

    private readonly Option<string?> _watch = new(Watch)
    {
        Description = "Start nothing, but watch the job with this id.",
        HelpName = "id",
    };

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [_server, _tokenFile, _job, _watch];

    /// <summary>Whether a job is only watched, so that neither hosts nor an action are needed.</summary>
    public bool IsWatch(SymbolResult result) => IsGiven(result, _watch);

    /// <summary>Says which options make no sense together; null if all do.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="local">Options that only work without a server.</param>
    /// <param name="start">Options that say what is started.</param>
    public string? Conflict(CommandResult result, IEnumerable<Option> local, IEnumerable<Option> start)
    {
        if (!IsGiven(result, _server))
        {
            return All.FirstOrDefault(option => IsGiven(result, option)) is { } lonely ? $"{lonely.Name} needs {_server.Name}." : null;
        }

        return First(local) is { } unsupported ? $"{unsupported.Name} does not work with {_server.Name}."
            : IsWatch(result) && First(start.Append(_job)) is { } needless ? $"{needless.Name} makes no sense with {_watch.Name}."
            : null;

        Option? First(IEnumerable<Option> options) => options.FirstOrDefault(option => IsGiven(result, option));
    }

    /// <summary>Reads which job is meant; null without a server.</summary>
    /// <exception cref="InvalidDataException">There is no token, or it cannot be read.</exception>
    public ServerJob? Read(ParseResult result) => result.GetValue(_server) is not { } url ? null
        : new(new ServerConnection(url, Token(result)), result.GetValue(_watch) ?? result.GetValue(_job) ?? NewId());

    private string Token(ParseResult result)
    {
        string token = result.GetValue(_tokenFile) is { } file ? Password.Read(_tokenFile.Name, file)
            : Environment.GetEnvironmentVariable(TokenVariable)
                ?? throw new InvalidDataException($"{_server.Name}: no token: set {TokenVariable}, or give {_tokenFile.Name}");
        return token.Length > 0 && token.All(character => character is > ' ' and <= '~')
            ? token
            : throw new InvalidDataException($"{_server.Name}: the token has characters that no token has");
    }

    // The random part is for those who start at the same time.
    private static string NewId() => string.Create(
        CultureInfo.InvariantCulture, $"fleet-{DateTime.Now:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}");

    private static bool IsGiven(SymbolResult result, Option option) => result.GetResult(option) is not null;

    private static Uri? ParseUrl(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0
            || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            result.Refuse(text, "is not an address such as https://fleet.example.com.");
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            result.Refuse(text, "would send the token in clear. Use https, or an address of this machine, say of a tunnel by ssh -L.");
        }

        return url;
    }
}
