using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RustInterop.Build;

/// <summary>How many tests passed, failed and were skipped, as the test runners report it.</summary>
internal sealed partial record TestCounts(int Passed, int Failed, int Skipped)
{
    public static TestCounts None { get; } = new(0, 0, 0);

    public int Total => Passed + Failed + Skipped;

    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>Reads a line of cargo test; those that are no test binary's result count nothing.</summary>
    public static TestCounts FromCargo(string line)
    {
        Match match = CargoResult().Match(line);
        return match.Success ? new TestCounts(Number(match, 1), Number(match, 2), Number(match, 3)) : None;

        static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a report in the trx format and hands over what each test that did not pass has to say.</summary>
    public static TestCounts FromTrx(string path, Action<string> onNotPassed)
    {
        XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        TestCounts counts = None;
        foreach (XElement result in XDocument.Load(path).Descendants(trx + "UnitTestResult"))
        {
            string outcome = (string?)result.Attribute("outcome") ?? "Unknown";
            counts += outcome switch
            {
                "Passed" => new TestCounts(1, 0, 0),
                "NotExecuted" => new TestCounts(0, 0, 1),
                _ => new TestCounts(0, 1, 0),
            };
            if (outcome != "Passed")
            {
                string? message = result.Descendants(trx + "Message").FirstOrDefault()?.Value
                    ?? result.Descendants(trx + "StdOut").FirstOrDefault()?.Value;
                string word = outcome == "NotExecuted" ? "skipped" : "failed";
                onNotPassed($"{word}: {(string?)result.Attribute("testName")}: {message?.Trim().Split('\n')[0].TrimEnd()}");
            }
        }

        return counts;
    }

    public override string ToString() =>
        $"{Passed} passed, {Failed} failed" + (Skipped == 0 ? "" : $", {Skipped} skipped");

    [GeneratedRegex(@"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;")]
    private static partial Regex CargoResult();
}
