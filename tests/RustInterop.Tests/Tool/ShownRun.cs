using System.Text.RegularExpressions;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

/// <summary>What fleet shows in a terminal, without what differs from one run to the next.</summary>
internal static partial class ShownRun
{
    // The terminal's shell outlives the signals of its keys.
    private const string Script = "trap : INT QUIT; \"$@\"; echo \"exit code $?\"";

    /// <summary>Runs fleet on this machine in a terminal.</summary>
    public static Task<TmuxTerminal> RunAsync(int width, int height, params string[] arguments) =>
        TmuxTerminal.RunAsync(width, height, Script, CommandLine(arguments));

    /// <inheritdoc cref="RunAsync"/>
    public static Task<TmuxTerminal> RunWithAsync(string variable, int width, int height, params string[] arguments) =>
        TmuxTerminal.RunAsync(width, height, Script, CommandLine(arguments), variable);

    public static string[] CommandLine(params string[] arguments) =>
        [.. BuiltProgram.Fleet.CommandLine, "--transport", "local", .. arguments];

    /// <summary>Waits until this is shown, no more and no less.</summary>
    public static Task ShouldShowAsync(this TmuxTerminal terminal, string expected) =>
        terminal.WaitAsync(shown => Steady(shown) == Steady(expected), $"this is shown:\n{expected}");

    /// <summary>Waits until this is shown at the end.</summary>
    public static Task ShouldEndWithAsync(this TmuxTerminal terminal, string expected) =>
        terminal.WaitAsync(
            shown => Steady(shown).EndsWith(Steady(expected), StringComparison.Ordinal), $"this is shown at the end:\n{expected}");

    // Times, rates, and the order of hosts that begin at the same time.
    private static string Steady(string shown)
    {
        string steady = Clock().Replace(shown, "0:00");
        steady = Seconds().Replace(steady, "0.0 s");
        steady = Rate().Replace(steady, "0.0 hosts/s");
        steady = Left().Replace(steady, "about 0 s left");
        return RunningHosts().Replace(steady, rows => string.Concat(rows.Value.Split('\n').Order(StringComparer.Ordinal).Select(row => $"{row}\n")));
    }

    [GeneratedRegex(@"\b\d+:\d\d\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b\d+\.\d s\b")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"\b[\d.]+ hosts?/(s|min)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"about \d+ (s|min) left")]
    private static partial Regex Left();

    [GeneratedRegex(@"(^  0:00 .*(\n|$))+", RegexOptions.Multiline)]
    private static partial Regex RunningHosts();
}
