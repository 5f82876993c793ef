using System.CommandLine;

namespace RustInterop.Fleet.Tool;

/// <summary>The options that have the action run as root.</summary>
internal sealed class SudoOptions
{
    private readonly Option<bool> _sudo = new("--sudo")
    {
        Description = "Run the action as root, by sudo on each host. Without one of the next two, sudo may not ask for a password.",
    };

    private readonly Option<bool> _ask = new("--ask-sudo-password", "-K")
    {
        Description = "The same, with a password for all hosts, which fleet asks for on this terminal.",
    };

    private readonly Option<string?> _file = new("--sudo-password-file")
    {
        Description = "The same, with the first line of a file as the password. - is standard input.",
        HelpName = "file",
    };

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [_sudo, _ask, _file];

    /// <summary>Adds to an input whether the action runs as root, and the password.</summary>
    /// <exception cref="InvalidDataException">The password cannot be read.</exception>
    public ProcedureInput Add(ParseResult result, ProcedureInput input)
    {
        string? file = result.GetValue(_file);
        bool asks = result.GetValue(_ask);
        if (asks && file is not null)
        {
            throw new InvalidDataException($"{_ask.Name} and {_file.Name} cannot be combined.");
        }

        string? password = file is not null ? Password.Read(_file.Name, file)
            : asks ? Password.Ask(_ask.Name, "sudo password: ")
            : null;
        return input with { Sudo = result.GetValue(_sudo) || password is not null, SudoPassword = password };
    }
}
