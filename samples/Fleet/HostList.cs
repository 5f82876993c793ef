using System.Globalization;
using System.Text.RegularExpressions;
using RustInterop;

namespace Fleet;

/// <summary>The hosts in order, each with the place where it is named: nobody counts the lines of a long list.</summary>
internal sealed partial class HostList
{
    private const string StandardInput = "-";
    private const string OptionName = "--hosts";
    private const char Replacement = '\ufffd';

    private readonly List<string> _names = [];
    // 0 for those of the option.
    private readonly List<int> _lines = [];
    private string _file = "";

    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds the hosts of a list with commas.</summary>
    /// <exception cref="InvalidDataException">A host is not fit to be read.</exception>
    public void Add(string list)
    {
        foreach (string name in list.Split(','))
        {
            Add(name, line: 0);
        }
    }

    /// <summary>
    /// Adds the hosts of a file, or of standard input: one a line, blank lines and what follows a <c>#</c> skipped. It is
    /// UTF-8, or what its byte order mark says.
    /// </summary>
    /// <exception cref="InvalidDataException">A line holds something that no host name does, or no line holds a host.</exception>
    public async Task AddFileAsync(string path, CancellationToken cancellation)
    {
        _file = path == StandardInput ? "standard input" : path;
        try
        {
            using StreamReader reader = new(Open(path));
            for (int line = 1; await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } text; line++)
            {
                // Files that were put together by cat have one wherever a file began.
                string name = text.TrimStart('\ufeff').Split('#')[0].Trim();
                if (name.Length > 0)
                {
                    Add(name, line);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // .NET names files, but not standard input.
            string place = path == StandardInput ? $"{_file}: " : "";
            throw new InvalidDataException(place + exception.Message, exception);
        }

        if (_names.Count == 0)
        {
            throw new InvalidDataException($"{_file}: it names no host.");
        }
    }

    /// <summary>Says what Rust refused, and where it comes from.</summary>
    public string Describe(RustException exception)
    {
        // Where in the JSON means nothing to people who have written none.
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
                $"{Place(line)}: a host name must not have the invisible character U+{(int)invisible:X4}: '{name}'");
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
