using System.Text.RegularExpressions;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

/// <summary>Holds what docs/fleet-peers.md says about the command and the library.</summary>
public sealed partial class FleetPeersTests
{
    [Fact]
    public async Task Page_OptionsOfFleet_AreInItsHelp()
    {
        ProcessResult help = await BuiltProgram.Fleet.RunAsync("--help");

        string[] named =
        [
            .. (await CodeAsync("fleet")).Where(code => code[0] == '-').Select(code => OptionName().Match(code).Value),
        ];

        named.Should().NotBeEmpty().And.BeSubsetOf(
            HelpOptions().Matches(help.Stdout).SelectMany(line => line.Groups[1].Captures).Select(option => option.Value));
    }

    [Fact]
    public async Task Page_MembersOfTheLibrary_Exist()
    {
        Type[] types =
        [
            .. typeof(ProcedureInput).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(ProcedureInput).Namespace),
        ];
        string[] members =
        [
            .. typeof(ProcedureInput).GetProperties().Select(property => property.Name),
            .. types.Select(type => type.Name),
            .. types.SelectMany(type => type.GetProperties().Select(property => $"{type.Name}.{property.Name}")),
        ];

        string[] named = [.. (await CodeAsync("library")).Where(code => char.IsUpper(code[0]))];

        named.Should().NotBeEmpty().And.BeSubsetOf(members);
    }

    /// <summary>What is set as code in the columns with this heading.</summary>
    private static async Task<IReadOnlyList<string>> CodeAsync(string heading)
    {
        List<string> codes = [];
        int column = -1;
        foreach (string line in await File.ReadAllLinesAsync(Repository.PathOf("docs", "fleet-peers.md")))
        {
            string[] cells = [.. line.Split('|').Select(cell => cell.Trim())];
            if (cells.Length == 1)
            {
                column = -1;
            }
            else if (column >= 0)
            {
                codes.AddRange(Code().Matches(cells[column]).Select(code => code.Groups[1].Value));
            }
            else
            {
                column = Array.IndexOf(cells, heading);
            }
        }

        return codes;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^--?[a-zA-Z]+(-[a-z]+)*")]
    private static partial Regex OptionName();

    /// <summary>The names at the beginning of a line: <c>  -w, --hosts &lt;host,...&gt;</c>.</summary>
    [GeneratedRegex("^  (?:(--?[\\w?-]+)(?:, )?)+", RegexOptions.Multiline)]
    private static partial Regex HelpOptions();
}
