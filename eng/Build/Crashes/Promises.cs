using RustInterop.Build.Fleet;

namespace RustInterop.Build.Crashes;

/// <summary>What has to hold of a job, whatever happened, by the results that are reported and by the log of the actions themselves.</summary>
internal sealed class Promises(CrashRun run, IReadOnlyList<HostEnd> results)
{
    private readonly string[] _begun = [.. run.Log.Begun.Select(begin => begin.Host)];
    private readonly List<string> _broken = [];

    /// <summary>What does not hold.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>How many hosts have each outcome.</summary>
    public string Summary
    {
        get
        {
            IEnumerable<string> outcomes = results.CountBy(result => result.Outcome).OrderBy(outcome => outcome.Key).Select(
                outcome => outcome.Key == "lost"
                    ? $"{outcome.Value:#,0} lost ({HostsWith("lost").Except(_begun).Count():#,0} of them never began)"
                    : $"{outcome.Value:#,0} {outcome.Key}");
            return string.Join(", ", outcomes);
        }
    }

    /// <summary>What has to hold in all cases.</summary>
    public void Check()
    {
        string[] hosts = [.. results.Select(result => result.Host)];
        Expect(hosts.Length == hosts.Distinct().Count(), $"{hosts.Length - hosts.Distinct().Count()} hosts have two results");
        Expect(!run.Hosts.Except(hosts).Any(), $"{run.Hosts.Except(hosts).Count()} hosts have no result");
        Expect(_begun.Length == _begun.Distinct().Count(), $"{_begun.Length - _begun.Distinct().Count()} hosts began twice");
        ExpectNone(HostsWith("not_started").Intersect(_begun), "not_started, but began");
        ExpectNone(HostsWith("succeeded").Except(run.Log.Ended), "succeeded, but have not ended");
    }

    /// <summary>No host has another outcome than these.</summary>
    public void ExpectOnly(params string[] outcomes) =>
        ExpectNone(results.Where(result => !outcomes.Contains(result.Outcome)).Select(result => result.Host), $"not {string.Join(" or ", outcomes)}");

    /// <summary>When so many silos died, no more hosts are lost than those that ran, and a block of each lane; all others ran elsewhere.</summary>
    public void ExpectLost(int deaths)
    {
        ExpectOnly("succeeded", "lost");
        int lanes = deaths * CrashRun.Lanes;
        ExpectAtMost(lanes * CrashRun.BlockSize, HostsWith("lost").Except(_begun).Count(), "lost that never began");
        ExpectAtMost(lanes * (CrashRun.BlockSize + CrashRun.Concurrency), HostsWith("lost").Count(), "lost");
    }

    public void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            _broken.Add(otherwise);
        }
    }

    private IEnumerable<string> HostsWith(string outcome) =>
        results.Where(result => result.Outcome == outcome).Select(result => result.Host);

    private void ExpectNone(IEnumerable<string> hosts, string otherwise)
    {
        string[] all = [.. hosts];
        Expect(all.Length == 0, $"{all.Length} hosts are {otherwise}: {string.Join(' ', all.Take(5))}");
    }

    private void ExpectAtMost(int most, int count, string what) => Expect(count <= most, $"{count} hosts are {what}, not at most {most}");
}
