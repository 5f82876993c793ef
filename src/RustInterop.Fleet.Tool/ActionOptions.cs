using System.CommandLine;

namespace RustInterop.Fleet.Tool;

/// <summary>The options that say what the action gets.</summary>
internal sealed class ActionOptions
{
    private readonly Option<string?> _input = new("--input", "-I")
    {
        Description = "A file that the action reads as its standard input, on each host. - is standard input.",
        HelpName = "file",
    };

    private readonly Option<string[]> _variables = new("--var")
    {
        Description = "A variable for the action, which has HOST, JOB_ID and ATTEMPT anyway. A name alone takes it from the environment of fleet. May be given several times.",
        HelpName = "name=value",
    };

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [_input, _variables];

    /// <summary>Adds to an input what the action gets.</summary>
    /// <exception cref="InvalidDataException">A file or a variable is not usable.</exception>
    public ProcedureInput Add(ParseResult result, ProcedureInput input) => input with
    {
        Input = result.GetValue(_input) is { } path ? InputFile.Read(_input.Name, path) : null,
        Variables = Variables(result.GetValue(_variables) ?? []),
    };

    // No message has a value, since it may be a secret.
    private Dictionary<string, string> Variables(IEnumerable<string> words)
    {
        Dictionary<string, string> variables = [];
        foreach (string word in words)
        {
            string[] parts = word.Split('=', 2);
            string name = parts[0];
            string value = parts.Length == 2 ? parts[1]
                : Environment.GetEnvironmentVariable(name)
                    ?? throw new InvalidDataException($"{_variables.Name}: neither name=value nor a variable of fleet's environment: '{name}'");
            if (!variables.TryAdd(name, value))
            {
                throw new InvalidDataException($"{_variables.Name}: '{name}' is given twice");
            }
        }

        return variables;
    }
}
