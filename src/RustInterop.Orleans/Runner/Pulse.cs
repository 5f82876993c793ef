namespace RustInterop.Orleans.Runner;

/// <summary>Wakes all who wait. Thread-safe.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>Ends at the next signal. Take it before you look whether there is something to do.</summary>
    internal Task Next => Volatile.Read(ref _next).Task;

    internal void Signal() => Interlocked.Exchange(ref _next, Fresh()).TrySetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
