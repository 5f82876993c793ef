using System.Text.RegularExpressions;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>What the repository's workflow and the template's may do. Neither can run here.</summary>
public sealed partial class WorkflowTests
{
    private const string PinnedAction = @"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$";
    private const string TagsOnly = "if: github.ref_type == 'tag'";

    private static readonly string[] _paths =
        [".github/workflows/package.yml", "templates/rustlib/.github/workflows/package.yml"];

    public static TheoryData<string> Paths { get; } = new(_paths);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Actions_InEveryStep_ArePinnedByTheirCommit(string path) =>
        Actions(path).Should().NotBeEmpty().And.AllSatisfy(action => action.Should().MatchRegex(PinnedAction));

    [Fact]
    public void Actions_InBothWorkflows_AreTheSameVersions()
    {
        IEnumerable<string> actions = _paths.SelectMany(Actions).Distinct();

        actions.Select(action => action.Split('@')[0]).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Scripts_FromTheNetwork_AreNotPipedIntoAShell(string path) =>
        Read(path).Should().NotMatchRegex(@"\|\s*(sudo\s+)?(ba|da|z)?sh\b").And.NotMatchRegex(@"(?i)\b(iex|invoke-expression)\b");

    [Theory]
    [MemberData(nameof(Paths))]
    public void Secrets_ThatSomebodyHasToStore_AreNotUsed(string path) =>
        Read(path).Should().NotMatchRegex(@"\bsecrets\b(?!\.GITHUB_TOKEN\b)");

    [Theory]
    [MemberData(nameof(Paths))]
    public void Permissions_OfAJobThatSaysNothing_AreToRead(string path) =>
        Read(path).Should().Contain("\npermissions:\n  contents: read\n\n");

    [Theory]
    [MemberData(nameof(Paths))]
    public void Permissions_ToWrite_AreForTagsAndWithoutCodeOfTheRepository(string path)
    {
        IEnumerable<string> writing = Jobs(path).Where(job => job.Contains(": write", StringComparison.Ordinal));

        writing.Should().ContainSingle().Which.Should()
            .Contain(TagsOnly).And.NotContain("actions/checkout").And.NotMatchRegex(@"dotnet (build|test|pack)|build\.sh");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Jobs_ThatHang_EndByATimeout(string path) =>
        Jobs(path).Should().HaveCountGreaterThan(3).And.AllSatisfy(job => job.Should().Contain("\n    timeout-minutes: "));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Checkout_InEveryJob_LeavesNoToken(string path)
    {
        string[] checkouts = [.. Read(path).Split("uses: actions/checkout@").Skip(1)];

        checkouts.Should().NotBeEmpty().And.AllSatisfy(step =>
            step.Split("\n      - ")[0].Should().Contain("persist-credentials: false"));
    }

    private static IReadOnlyList<string> Actions(string path) =>
        [.. Read(path).Split('\n').Where(line => line.Contains("uses:", StringComparison.Ordinal)).Select(line => line.Trim(' ', '-'))];

    private static IReadOnlyList<string> Jobs(string path) =>
        [.. JobName().Split(Read(path).Split("\njobs:\n")[1]).Skip(1)];

    private static string Read(string path) => File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^  \w+:$", RegexOptions.Multiline)]
    private static partial Regex JobName();
}
