using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RustInterop.Fleet.Tool.HostSets;

/// <summary>A YAML file with one document.</summary>
internal sealed class YamlFile
{
    private readonly string _path;

    private YamlFile(string path, YamlNode root)
    {
        _path = path;
        Root = root;
    }

    public YamlNode Root { get; }

    /// <exception cref="InvalidDataException">The file cannot be read, or is not YAML.</exception>
    public static YamlFile Read(string path) => Parse(path, HostFiles.ReadText(path));

    /// <exception cref="InvalidDataException">The text is not YAML, or has not one document.</exception>
    public static YamlFile Parse(string path, string text)
    {
        YamlStream stream = [];
        try
        {
            stream.Load(new MergingParser(new Parser(new StringReader(text))));
        }
        catch (YamlException exception)
        {
            throw new InvalidDataException($"{path}, line {exception.Start.Line}: {exception.Message}", exception);
        }

        return stream.Documents is [YamlDocument document]
            ? new YamlFile(path, document.RootNode)
            : throw new InvalidDataException($"{path}: not one YAML document.");
    }

    /// <summary>The members of a mapping; none of an empty value.</summary>
    /// <exception cref="InvalidDataException">This is no mapping.</exception>
    public IEnumerable<(string Name, YamlNode Value)> Members(YamlNode node, string what) => node switch
    {
        YamlMappingNode mapping => mapping.Children.Select(pair => (Text(pair.Key), pair.Value)),
        YamlScalarNode scalar when IsNull(scalar) => [],
        _ => throw Error(node, $"{what} must be a mapping"),
    };

    /// <summary>The text of a scalar, empty for null.</summary>
    /// <exception cref="InvalidDataException">This is no scalar.</exception>
    public string Text(YamlNode node) => node switch
    {
        YamlScalarNode scalar => IsNull(scalar) ? "" : scalar.Value!,
        _ => throw Error(node, "must be a text"),
    };

    public InvalidDataException Error(YamlNode node, string reason) => new($"{_path}, line {node.Start.Line}: {reason}");

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar is { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" or "Null" or "NULL" };
}
