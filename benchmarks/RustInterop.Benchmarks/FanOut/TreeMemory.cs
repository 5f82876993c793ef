namespace RustInterop.Benchmarks.FanOut;

/// <summary>Polls how much memory a process and its descendants use.</summary>
internal sealed class TreeMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The most bytes that any of them had.</summary>
    internal long Largest { get; private set; }

    /// <summary>The most bytes that all had together. A shared page counts once for each process.</summary>
    internal long Together { get; private set; }

    /// <summary>Polls until the work has ended.</summary>
    /// <param name="work">Starts the process and passes on its id.</param>
    internal async Task WatchAsync(Func<Action<int>, Task> work)
    {
        int root = 0;
        Task ended = work(process => root = process);
        while (!ended.IsCompleted)
        {
            if (root != 0)
            {
                Poll(root);
            }

            await Task.WhenAny(ended, Task.Delay(Interval)).ConfigureAwait(false);
        }

        await ended.ConfigureAwait(false);
    }

    private void Poll(int root)
    {
        Dictionary<int, int> parents = ProcessStatus.Parents();
        long together = 0;
        foreach (int process in parents.Keys.Where(process => IsOf(process, root, parents)))
        {
            Largest = long.Max(Largest, ProcessStatus.Bytes(ProcessStatus.Text(process), "VmHWM") ?? 0);
            together += ProcessStatus.Bytes(ProcessStatus.Text(process), "VmRSS") ?? 0;
        }

        Together = long.Max(Together, together);
    }

    private static bool IsOf(int process, int root, Dictionary<int, int> parents)
    {
        while (process != root)
        {
            if (!parents.TryGetValue(process, out process))
            {
                return false;
            }
        }

        return true;
    }
}
