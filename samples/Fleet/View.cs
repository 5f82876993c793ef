using RustInterop;
using Spectre.Console;

namespace Fleet;

/// <summary>
/// Chooses the view. The hosts' standard output goes to ours and everything else to standard error, so that a pipe gets
/// what the hosts said and nothing more.
/// </summary>
internal static class View
{
    public static IView Create(ProcedureInput input, bool showsOutput, CancellationToken cancellation)
    {
        // What the lines of the hosts are piped to may print on the same screen, and would write over the bar.
        bool ownsScreen = !Console.IsErrorRedirected && !(showsOutput && Console.IsOutputRedirected);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Interactive = ownsScreen ? InteractionSupport.Yes : InteractionSupport.No,
        });
        return ownsScreen && console.Profile.Capabilities.Ansi
            ? new LiveView(console, input, showsOutput, cancellation)
            : new PlainView(showsOutput, cancellation);
    }
}
