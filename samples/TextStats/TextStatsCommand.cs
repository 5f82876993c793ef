using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using RustInterop;

namespace TextStats;

/// <summary>The command line.</summary>
internal sealed class TextStatsCommand : RootCommand
{
    private const string Purpose = """
        Counts the words of a text in Rust and in C#, and compares the results and the times.
        Exit code: 0 if the results are the same, 1 if they differ or an error occurs, 130 if cancelled.
        """;

    private const int Success = 0;
    private const int Failure = 1;
    private const int Cancelled = 130;

    private readonly Option<string?> _file = new("--file")
    {
        Description = "A UTF-8 text. Not a pipe, because it is read three times. Generated unless given.",
        HelpName = "path",
    };

    private readonly Option<int> _megabytes = new("--megabytes")
    {
        Description = "The size of the generated text, in the folder for temporary files.",
        HelpName = "count",
        DefaultValueFactory = _ => 100,
        CustomParser = AtLeast(1),
    };

    private readonly Option<int> _top = new("--top")
    {
        Description = "How many of the most frequent words to print.",
        HelpName = "count",
        DefaultValueFactory = _ => 10,
        CustomParser = AtLeast(0),
    };

    private TextStatsCommand()
        : base(Purpose)
    {
        Add(_file);
        Add(_megabytes);
        Add(_top);
        Validators.Add(result =>
        {
            if (result.GetResult(_file) is not null && result.GetResult(_megabytes) is { Implicit: false })
            {
                result.AddError("Use either --file or --megabytes, not both.");
            }
        });
        SetAction(RunAsync);
    }

    /// <summary>Runs the command with these arguments, and returns the exit code.</summary>
    public static async Task<int> InvokeAsync(string[] args)
    {
        using CancellationTokenSource interrupted = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        // System.CommandLine listens to signals only after the action has begun.
        InvocationConfiguration configuration = new() { ProcessTerminationTimeout = null };
        return await new TextStatsCommand().Parse(args).InvokeAsync(configuration, interrupted.Token).ConfigureAwait(false);

        void Cancel(PosixSignalContext context)
        {
            // The second one ends the process.
            context.Cancel = !interrupted.IsCancellationRequested;
            interrupted.Cancel();
        }
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        try
        {
            string? difference = await CompareAsync(arguments, cancellation).ConfigureAwait(false);
            return difference is null ? Success : Fail(difference, Failure);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Fail("cancelled", Cancelled);
        }
        catch (Exception exception) when (exception is RustException or RustLibraryLoadException
            or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return Fail(exception.Message, Failure);
        }
    }

    private async Task<string?> CompareAsync(ParseResult arguments, CancellationToken cancellation)
    {
        int top = arguments.GetValue(_top);
        if (arguments.GetValue(_file) is { } path)
        {
            return await new Comparison(path, top, cancellation).RunAsync().ConfigureAwait(false);
        }

        using RandomText text = new();
        int megabytes = arguments.GetValue(_megabytes);
        using (ProgressLine? progress = ProgressLine.Begin("Generating a text"))
        {
            await Task.Run(() => text.Write(megabytes, progress, cancellation), cancellation).ConfigureAwait(false);
        }

        return await new Comparison(text.FilePath, top, cancellation).RunAsync().ConfigureAwait(false);
    }

    private static Func<ArgumentResult, int> AtLeast(int least) => result =>
    {
        string text = result.Tokens.Single().Value;
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out int number) || number < least)
        {
            result.AddError($"{(result.Parent as OptionResult)?.Option.Name}: '{text}' is not a number of at least {least}.");
        }

        return number;
    };

    private static int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine($"TextStats: {message}");
        return exitCode;
    }
}
