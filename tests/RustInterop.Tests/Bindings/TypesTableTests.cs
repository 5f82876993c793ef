using System.Text.RegularExpressions;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Bindings;

/// <summary>
/// The record that <see cref="RecordsTests"/> sends both ways has a member for each row of docs/types.md. What has a handle in JSON is in
/// the functions for <see cref="ObjectsTests"/>, <see cref="BytesTests"/>, <see cref="StreamsTests"/> and <see cref="CallbacksTests"/>.
/// </summary>
public sealed partial class TypesTableTests
{
    // How the row's types are defined in Rust, by the words of the row. The group is the type's name.
    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["struct with named fields"] = @"struct (\w+) \{",
        ["tuple struct of one field"] = @"struct (\w+)\([^,]*\);",
        ["tuple struct of more fields"] = @"struct (\w+)\([^,]*,.*\);",
        ["unit struct"] = @"struct (\w+);",
        ["enum without data"] = @"enum (\w+) \{(?:\s*\w+,)+\s*\}",
        ["enum with data"] = @"enum (\w+) \{[^}]*[({]",
        ["generic type"] = @"(?:struct|enum) (\w+)<",
    };

    public static TheoryData<string> Rows =>
    [
        .. File.ReadLines(Repository.PathOf("docs", "types.md"))
            .SkipWhile(line => line != "| Rust | C# | in JSON |").Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split(" | ")[0].TrimStart('|', ' ')),
    ];

    // The declaration only: not the values further down.
    private static string Members => Regex.Match(Read("everything.rs"), @"struct Everything \{(.*?)\n\}", RegexOptions.Singleline).Groups[1].Value
        + Read("bytes.rs") + Read("streams.rs") + Read("callbacks.rs");

    [Theory]
    [MemberData(nameof(Rows))]
    public void Row_OfTheTable_HasAMember(string row)
    {
        string[] types = [.. CodeSpans().Matches(row).Select(match => match.Groups[1].Value)];

        if (row == "tuple of 2 to 6")
        {
            Members.Should().MatchRegex(@": \((\w+, ){5}\w+\)");
        }
        else if (types.Length > 0)
        {
            types.Should().AllSatisfy(type => Members.Should().MatchRegex(PatternOf(type)));
        }
        else
        {
            Regex.Matches(Read("kinds.rs"), Definitions[row]).Select(match => match.Groups[1].Value)
                .Should().Contain(name => Regex.IsMatch(Members, PatternOf(name)));
        }
    }

    // Not before a colon, because a field can have the name of its type.
    private static string PatternOf(string type) => type switch
    {
        ['#', ..] => Regex.Escape(type),
        _ => $@"(?<!\w){Parameters().Replace(Regex.Escape(type.Split("::")[^1]), ".+?")}(?![\w:])",
    };

    private static string Read(string file) => File.ReadAllText(Repository.PathOf("tests", "crates", "records", "src", file));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpans();

    [GeneratedRegex(@"\b(?:[TN]|In|Out)\b")]
    private static partial Regex Parameters();
}
