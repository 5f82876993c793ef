using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool.HostSets.Groups;

/// <summary>
/// Sections with options, as Python's <c>configparser</c> reads them: <c>=</c> or <c>:</c> ends a name, a line that is further in
/// continues a value, and <c>#</c> or <c>;</c> at the beginning of a line makes it a comment.
/// </summary>
internal sealed partial class ConfigurationFile
{
    private readonly OrderedDictionary<string, Dictionary<string, string>> _sections = [];

    public IEnumerable<string> Sections => _sections.Keys;

    /// <summary>The value of an option; null if the section does not have it.</summary>
    public string? Find(string section, string option) => _sections.GetValueOrDefault(section)?.GetValueOrDefault(option);

    /// <summary>Adds what a file says. It goes before what other files have said.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read, or is not such a file.</exception>
    public void Add(string path)
    {
        Reader reader = new(path);
        foreach (string line in HostFiles.ReadText(path).ReplaceLineEndings("\n").Split('\n'))
        {
            reader.Read(line);
        }

        foreach ((string name, Dictionary<string, string> options) in reader.Sections)
        {
            _sections.TryAdd(name, []);
            foreach ((string option, string value) in options)
            {
                _sections[name][option] = value.TrimEnd();
            }
        }
    }

    private sealed partial class Reader(string path)
    {
        private Dictionary<string, string>? _section;
        private string? _option;
        private int _indent;
        private int _line;

        public OrderedDictionary<string, Dictionary<string, string>> Sections { get; } = [];

        public void Read(string line)
        {
            _line++;
            string text = line.Trim();
            if (text is ['#' or ';', ..])
            {
                return;
            }

            int indent = line.Length - line.TrimStart().Length;
            bool continues = _option is not null && (text.Length == 0 || indent > _indent);
            if (continues)
            {
                _section![_option!] += $"\n{text}";
            }
            else if (text.Length > 0)
            {
                _indent = indent;
                Begin(text);
            }
        }

        private void Begin(string text)
        {
            if (SectionName().Match(text) is { Success: true } section)
            {
                _option = null;
                _section = [];
                Check(Sections.TryAdd(section.Groups[1].Value, _section), "the section is there twice");
                return;
            }

            Match option = Option().Match(text);
            Check(option.Success, "neither a [section] nor an option");
            Check(_section is not null, "an option before the first [section]");
#pragma warning disable CA1308 // As configparser does, which this mirrors.
            _option = option.Groups[1].Value.ToLowerInvariant();
#pragma warning restore CA1308
            Check(_section!.TryAdd(_option, option.Groups[2].Value), "the option is there twice");
        }

        private void Check(bool isGood, string reason)
        {
            if (!isGood)
            {
                throw new InvalidDataException($"{path}, line {_line}: {reason}.");
            }
        }

        [GeneratedRegex(@"^\[(.+)\]")]
        private static partial Regex SectionName();

        [GeneratedRegex(@"^([^:=]+?)\s*[:=]\s*(.*)$")]
        private static partial Regex Option();
    }
}
