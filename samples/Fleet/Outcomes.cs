using RustInterop;
using Spectre.Console;

namespace Fleet;

/// <summary>The outcomes in words and colours.</summary>
internal static class Outcomes
{
    public static string Name(HostOutcome outcome) => outcome switch
    {
        HostOutcome.TimedOut => "timed out",
        HostOutcome.NotStarted => "not started",
#pragma warning disable CA1308 // A word for people, not a key.
        _ => outcome.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };

    public static Color Colour(HostOutcome outcome) => outcome switch
    {
        HostOutcome.Succeeded => Color.Green,
        HostOutcome.Cancelled or HostOutcome.NotStarted => Color.Yellow,
        _ => Color.Red,
    };

    /// <summary>Whether the host was tried and did not succeed, as in <see cref="ProcedureOutput.FailedHosts"/>.</summary>
    public static bool IsFailure(HostOutcome outcome) =>
        outcome is HostOutcome.Failed or HostOutcome.TimedOut or HostOutcome.Unreachable or HostOutcome.Lost;
}
