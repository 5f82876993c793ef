using System.Globalization;
using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool;

/// <summary>The hosts in order, each with the line that names it, for error messages.</summary>
internal sealed partial class HostList
{
    private const string StandardInput = "-";
    private const string OptionName = "--hosts";
    private const char Replacement = '\ufffd';

    private readonly List<string> _names = [];
    // 0 for hosts from the option.
    private readonly List<int> _lines = [];
    private string _file = "";

    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds the hosts of a comma-separated list.</summary>
    /// <exception cref="InvalidDataException">A name has invisible characters or is not UTF-8.</exception>
    public void Add(string list)
    {
        foreach (string name in list.Split(','))
        {
            Add(name, line: 0);
        }
    }

    /// <summary>
    /// Adds the hosts of a file, or of standard input: one per line, without blank lines and <c>#</c> comments. The encoding is
    /// UTF-8, or what the byte order mark says.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// The file cannot be read or has no hosts, or a name has invisible characters or is not UTF-8.
    /// </exception>
    public async Task AddFileAsync(string path, CancellationToken cancellation)
    {
        _file = path == StandardInput ? "standard input" : path;
        try
        {
            using StreamReader reader = new(Open(path));
            for (int line = 1; await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } text; line++)
            {
                // A byte order mark can be in the middle if files were joined with cat.
                string name = text.TrimStart('\ufeff').Split('#')[0].Trim();
                if (name.Length > 0)
                {
                    Add(name, line);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // .NET's messages name files, but not standard input.
            string place = path == StandardInput ? $"{_file}: " : "";
            throw new InvalidDataException(place + exception.Message, exception);
        }

        if (_names.Count == 0)
        {
            throw new InvalidDataException($"{_file}: no hosts.");
        }
    }

    /// <summary>Says what Rust refused, and which line it comes from.</summary>
    public string Describe(RustException exception)
    {
        // The place in the JSON means nothing to the user, who has not written any.
        string message = JsonPlace().Replace(exception.Message, "");
        if (HostPath().Match(exception.Path ?? "") is not { Success: true } match)
        {
            return message;
        }

        int index = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return $"{Place(_lines[index])}{message[exception.Path!.Length..]}: '{_names[index]}'";
    }

    private static Stream Open(string path)
    {
        if (path == StandardInput)
        {
            return StandardStreams.IsInputOpen ? Console.OpenStandardInput() : throw new IOException("closed or write-only");
        }

        return path.Length > 0 && !Directory.Exists(path)
            ? File.OpenRead(path)
            : throw new IOException($"'{path}' is not a file.");
    }

    private void Add(string name, int line)
    {
        if (name.Contains(Replacement))
        {
            throw new InvalidDataException($"{Place(line)}: not UTF-8: '{name}'");
        }

        char invisible = name.FirstOrDefault(character => char.GetUnicodeCategory(character) == UnicodeCategory.Format);
        if (invisible != default)
        {
            throw new InvalidDataException(
                $"{Place(line)}: a host name must not contain the invisible character U+{(int)invisible:X4}: '{name}'");
        }

        _names.Add(name);
        _lines.Add(line);
    }

    private string Place(int line) => line == 0 ? OptionName : $"{_file}, line {line}";

    [GeneratedRegex(@"^host_list\[(\d+)\]$")]
    private static partial Regex HostPath();

    [GeneratedRegex(@" \(line \d+, column \d+\)$")]
    private static partial Regex JsonPlace();
}
