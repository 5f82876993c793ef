using System.CommandLine;

namespace RustInterop.Build.Verbs;

/// <summary>A verb of the command line: runs its steps, and reports the first failure.</summary>
internal static class Verb
{
    private const int Interrupted = 130;

    public static Command Create(string name, string description, Func<CancellationToken, Task> work)
    {
        Command command = new(name, description);
        command.SetAction((_, cancellation) => RunAsync(work, cancellation));
        return command;
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work(cancellation);
            return 0;
        }
        catch (StepFailedException failure)
        {
            failure.Report();
            return 1;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.WriteLine("interrupted");
            return Interrupted;
        }
    }
}
