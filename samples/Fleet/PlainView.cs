using System.Text;
using RustInterop;

namespace Fleet;

/// <summary>For pipes and logs: one line a finished host, and no escape sequences.</summary>
internal sealed class PlainView(bool showsOutput, CancellationToken cancellation) : IView
{
    public async Task<ProcedureOutput> WatchAsync(Func<Task<ProcedureOutput>> run)
    {
        using CancellationTokenRegistration notice = cancellation.Register(NoticeCancel);
        return await run().ConfigureAwait(false);
    }

    public void Report(ProcedureProgress value)
    {
        if (showsOutput)
        {
            Console.Out.Write(HostLine.Join(HostLine.Stdout(value.Host)));
            Console.Error.Write(HostLine.Join(HostLine.Stderr(value.Host)));
        }

        Console.Error.WriteLine($"[{value.Completed}/{value.Total}] {HostSentence.Of(value.Host)}");
    }

    public void Summarise(Summary summary)
    {
        Console.Error.WriteLine(summary.Sentence);
        foreach (IGrouping<HostOutcome, HostResult> group in summary.Groups.Where(group => group.Key != HostOutcome.Succeeded))
        {
            Console.Error.WriteLine($"{Outcomes.Name(group.Key)}: {Summary.Names(group, int.MaxValue)}");
        }
    }

    // What is reported may hang on a pipe that nobody reads.
    private static void NoticeCancel()
    {
        using Stream stderr = StandardError.Open();
        stderr.Write(Encoding.UTF8.GetBytes(Notices.Cancelling + Environment.NewLine));
    }
}
