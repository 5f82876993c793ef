namespace RustInterop.Benchmarks.FanOut;

/// <summary>Looks again and again how much memory a process has, and all those that it has started.</summary>
internal sealed class TreeMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Bytes that the largest of them had at most.</summary>
    internal long Largest { get; private set; }

    /// <summary>Bytes that all had together at most, each page as often as it is in use.</summary>
    internal long Together { get; private set; }

    /// <summary>Watches what the work starts, until it has ended.</summary>
    /// <param name="work">Is to tell the id of the process.</param>
    internal async Task WatchAsync(Func<Action<int>, Task> work)
    {
        int root = 0;
        Task ended = work(process => root = process);
        while (!ended.IsCompleted)
        {
            if (root != 0)
            {
                Look(root);
            }

            await Task.WhenAny(ended, Task.Delay(Interval)).ConfigureAwait(false);
        }

        await ended.ConfigureAwait(false);
    }

    private void Look(int root)
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
