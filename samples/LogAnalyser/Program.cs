// Figures for each minute of a web server's log, by Rust and by C#, with the time of each. See README.md.

using System.CommandLine;
using LogAnalyser;
using RustInterop;

const int Cancelled = 130;

Option<string?> file = new("--file") { Description = "A log of Apache or nginx. Generated unless given.", HelpName = "path" };
Option<int> megabytes = new("--megabytes")
{
    Description = "The size of the generated log, in the folder for temporary files.",
    DefaultValueFactory = _ => 100,
};
RootCommand command = new("Analyses a log in Rust and in C#, and compares the results and the times.") { file, megabytes };
command.SetAction(async (arguments, cancellation) =>
{
    try
    {
        if (arguments.GetValue(file) is { } path)
        {
            return await new Comparison(path).RunAsync(cancellation).ConfigureAwait(false);
        }

        using RandomLog log = new();
        log.Write(arguments.GetValue(megabytes), cancellation);
        return await new Comparison(log.FilePath).RunAsync(cancellation).ConfigureAwait(false);
    }
    catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
    {
        return Cancelled;
    }
    catch (RustException exception)
    {
        await Console.Error.WriteLineAsync($"LogAnalyser: {exception.Message}").ConfigureAwait(false);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync().ConfigureAwait(false);
