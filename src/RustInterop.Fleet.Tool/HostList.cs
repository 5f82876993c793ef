using System.Globalization;
using System.Text.RegularExpressions;
using RustInterop.Fleet.Tool.HostSets;
using RustInterop.Fleet.Tool.HostSets.Ansible;
using RustInterop.Fleet.Tool.HostSets.Groups;

namespace RustInterop.Fleet.Tool;

/// <summary>The hosts that the command line names, in order, each with its place there for error messages.</summary>
/// <param name="groups">What groups are.</param>
/// <param name="inventory">What knows the addresses of hosts, if anything.</param>
internal sealed partial class HostList(HostGroups groups, AnsibleInventory? inventory)
{
    private const char Replacement = '\ufffd';

    private readonly HostSet _named = [];
    private readonly HostSet _excluded = [];
    private readonly Dictionary<string, string> _places = [];
    private readonly OrderedDictionary<string, string> _names = [];
    private string? _exclusion;

    /// <summary>The address of each host, as the library wants it.</summary>
    public IReadOnlyList<string> Addresses => _names.Keys;

    /// <summary>
    /// Adds the hosts of an expression. As in pdsh, an operand <c>-node1</c> excludes hosts from the whole list, and <c>^path</c> is a
    /// file of hosts; <c>-</c> is standard input.
    /// </summary>
    /// <exception cref="InvalidDataException">This is not such an expression, or a file or a group is not usable.</exception>
    public void Add(string place, string expression) => Evaluate(place, () =>
        _named.Add(Placed(place, HostExpression.Parse(expression).Evaluate(FindOrExclude))));

    /// <summary>Adds groups, named without an <c>@</c>.</summary>
    /// <exception cref="InvalidDataException">A group does not exist, or is not usable.</exception>
    public void AddGroups(string place, string expression) =>
        Evaluate(place, () => _named.Add(Placed(place, EvaluateGroups(expression))));

    /// <summary>Adds all hosts of the inventory, or of the default source of groups.</summary>
    /// <exception cref="InvalidDataException">The source does not know them.</exception>
    public void AddAll(string place) => Evaluate(place, () => _named.Add(Placed(place, groups.All(null))));

    /// <summary>
    /// Adds the hosts of a file, or of standard input: an expression on each line, without blank lines and <c>#</c> comments. The
    /// encoding is UTF-8, or what the byte order mark says.
    /// </summary>
    /// <exception cref="InvalidDataException">The file cannot be read or has no hosts, or a line is not usable.</exception>
    public void AddFile(string path) => _named.Add(ReadFile(path));

    /// <summary>Excludes the hosts of an expression from all that are and will be added.</summary>
    /// <exception cref="InvalidDataException">This is not an expression, or a file or a group is not usable.</exception>
    public void Exclude(string place, string expression) =>
        Evaluate(place, () => _excluded.Add(HostExpression.Parse(expression).Evaluate(Find)));

    /// <summary>Excludes groups, named without an <c>@</c>.</summary>
    /// <exception cref="InvalidDataException">A group does not exist, or is not usable.</exception>
    public void ExcludeGroups(string place, string expression) =>
        Evaluate(place, () => _excluded.Add(EvaluateGroups(expression)));

    /// <summary>Leaves out the excluded hosts, and finds the address of the others.</summary>
    /// <exception cref="InvalidDataException">No hosts are left, or one is not usable.</exception>
    public void Complete()
    {
        foreach (string name in _named.Where(name => !_excluded.Contains(name)))
        {
            string place = _places[name];
            Check(name, place);
            Evaluate(place, () =>
            {
                string address = inventory?.Address(name) ?? name;
                if (!_names.TryAdd(address, name))
                {
                    throw new FormatException($"'{_names[address]}' and '{name}' have the same address, {address}");
                }
            });
        }

        if (_names.Count == 0)
        {
            throw new InvalidDataException(
                _named.Count > 0 ? "No hosts are left: all are excluded."
                : _exclusion is null ? "No hosts: the groups and patterns have none."
                : $"No hosts are named, and '{_exclusion}' excludes some.");
        }
    }

    /// <summary>The name of the host with this address.</summary>
    public string Name(string address) => _names[address];

    /// <summary>Says what Rust refused, and where it comes from.</summary>
    public string Describe(RustException exception)
    {
        // The place in the JSON means nothing to the user, who has not written any.
        string message = JsonPlace().Replace(exception.Message, "");
        if (HostPath().Match(exception.Path ?? "") is not { Success: true } match)
        {
            return message;
        }

        int index = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        (string address, string name) = _names.GetAt(index);
        return $"{_places[name]}{message[exception.Path!.Length..]}: '{address}'";
    }

    private static void Evaluate(string place, Action action)
    {
        try
        {
            action();
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException($"{place}: {exception.Message}", exception);
        }
    }

    private HostSet EvaluateGroups(string expression) =>
        HostExpression.Parse(expression).Evaluate(operand => groups.Find($"@{operand}"));

    private IEnumerable<string> FindOrExclude(string operand)
    {
        if (operand is not ['-', _, ..])
        {
            return Find(operand);
        }

        _exclusion ??= operand;
        _excluded.Add(Find(operand[1..]));
        return [];
    }

    private IEnumerable<string> Find(string operand) => operand switch
    {
        StandardInput.Dash => ReadFile(operand),
        ['^', .. string path] => ReadFile(path),
        ['/', ..] => throw new FormatException($"'{operand}': regular expressions are not supported; web* is"),
        _ => groups.Find(operand),
    };

    private HostSet ReadFile(string path)
    {
        string file = path == StandardInput.Dash ? "standard input" : path;
        HostSet hosts = [];
        try
        {
            using StreamReader reader = new(Open(path));
            for (int line = 1; reader.ReadLine() is { } text; line++)
            {
                // A byte order mark can be in the middle if files were joined with cat.
                string expression = text.TrimStart('\ufeff').Split('#')[0].Trim();
                if (expression.Length > 0)
                {
                    string place = $"{file}, line {line}";
                    Evaluate(place, () => hosts.Add(Placed(
                        place, HostExpression.Parse(expression).Evaluate(operand => groups.Find(operand)))));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // .NET's messages name files, but not standard input.
            string place = path == StandardInput.Dash ? $"{file}: " : "";
            throw new InvalidDataException(place + exception.Message, exception);
        }

        return hosts.Count > 0 ? hosts : throw new InvalidDataException($"{file}: no hosts.");
    }

    private static Stream Open(string path) =>
        path == StandardInput.Dash ? StandardInput.Open("the hosts") : HostFiles.Open(path);

    private HostSet Placed(string place, HostSet hosts)
    {
        foreach (string name in hosts)
        {
            _places.TryAdd(name, place);
        }

        return hosts;
    }

    private static void Check(string name, string place)
    {
        if (name.Contains(Replacement))
        {
            throw new InvalidDataException($"{place}: not UTF-8: '{name}'");
        }

        char invisible = name.FirstOrDefault(character => char.GetUnicodeCategory(character) == UnicodeCategory.Format);
        if (invisible != default)
        {
            throw new InvalidDataException(
                $"{place}: a host name must not contain the invisible character U+{(int)invisible:X4}: '{name}'");
        }
    }

    [GeneratedRegex(@"^host_list\[(\d+)\]$")]
    private static partial Regex HostPath();

    [GeneratedRegex(@" \(line \d+, column \d+\)$")]
    private static partial Regex JsonPlace();
}
