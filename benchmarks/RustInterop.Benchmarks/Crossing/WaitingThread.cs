using System.Collections.Concurrent;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>A thread outside the pool that waits for work and runs it in order.</summary>
internal sealed class WaitingThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    internal WaitingThread()
    {
        _thread = new(Work) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    /// <summary>Runs the call there. Continuations run on the pool.</summary>
    internal Task<T> Run<T>(Func<T> call)
    {
        TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() => completion.SetResult(call()));
        return completion.Task;
    }

    private void Work()
    {
        foreach (Action work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
