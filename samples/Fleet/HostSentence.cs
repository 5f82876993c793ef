using RustInterop;

namespace Fleet;

/// <summary>What became of one host, in one line.</summary>
internal static class HostSentence
{
    public static string Of(HostResult result)
    {
        string facts = string.Join(", ", Facts(result));
        string reason = result.Error is null ? "" : $": {result.Error.ReplaceLineEndings("; ")}";
        return Printable.Line($"{result.Host} {facts}{reason}");
    }

    private static IEnumerable<string> Facts(HostResult result)
    {
        yield return Outcomes.Name(result.Outcome);
        if (result.ExitCode is { } code and not 0)
        {
            yield return $"exit code {code}";
        }

        if (result.Attempts > 1)
        {
            yield return $"{result.Attempts} attempts";
        }

        yield return $"{result.Duration.TotalSeconds:0.0} s";
        if (result.Truncated)
        {
            yield return "output cut off";
        }
    }
}
