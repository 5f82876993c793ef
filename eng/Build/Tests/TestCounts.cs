using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RustInterop.Build.Tests;

/// <summary>How many tests passed, failed and were skipped, as the test runners report it.</summary>
internal sealed partial record TestCounts(int Passed, int Failed, int Skipped)
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static TestCounts None { get; } = new(0, 0, 0);

    public int Total => Passed + Failed + Skipped;

    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>Reads a line of cargo test. A line that is not a result counts as nothing.</summary>
    public static TestCounts FromCargo(string line)
    {
        Match match = CargoResult().Match(line);
        return match.Success ? new TestCounts(Number(match, 1), Number(match, 2), Number(match, 3)) : None;
    }

    /// <summary>Reads a line of the hostile suite. Any line but its last counts as nothing.</summary>
    public static TestCounts FromHostile(string line)
    {
        Match match = HostileResult().Match(line);
        return match.Success ? new TestCounts(Number(match, 1), Number(match, 2), 0) : None;
    }

    /// <summary>Reads a trx report, with a line for each test that was skipped or failed.</summary>
    public static TestCounts FromTrx(string path, Action<string> onSkipped, Action<string> onFailed)
    {
        TestCounts counts = None;
        foreach (XElement result in XDocument.Load(path).Descendants(Trx + "UnitTestResult"))
        {
            string outcome = (string?)result.Attribute("outcome") ?? "Unknown";
            switch (outcome)
            {
                case "Passed":
                    counts += new TestCounts(1, 0, 0);
                    break;
                case "NotExecuted":
                    counts += new TestCounts(0, 0, 1);
                    onSkipped($"skipped: {Describe(result)}");
                    break;
                default:
                    counts += new TestCounts(0, 1, 0);
                    onFailed($"failed: {Describe(result)}");
                    break;
            }
        }

        return counts;
    }

    public override string ToString() =>
        $"{Passed} passed, {Failed} failed" + (Skipped == 0 ? "" : $", {Skipped} skipped");

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Describe(XElement result)
    {
        string? message = result.Descendants(Trx + "Message").FirstOrDefault()?.Value
            ?? result.Descendants(Trx + "StdOut").FirstOrDefault()?.Value;
        return $"{(string?)result.Attribute("testName")}: {message?.Trim().Split('\n')[0].TrimEnd()}";
    }

    [GeneratedRegex(@"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;")]
    private static partial Regex CargoResult();

    [GeneratedRegex(@"^(\d+) passed, (\d+) failed, in ")]
    private static partial Regex HostileResult();
}
