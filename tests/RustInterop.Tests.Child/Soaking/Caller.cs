namespace RustInterop.Tests.Child.Soaking;

/// <summary>Makes calls on a dedicated thread.</summary>
/// <remarks>A call blocks the thread, so it does not belong on the thread pool.</remarks>
internal static class Caller
{
    /// <summary>Runs the work there. If it throws, the task fails with the exception.</summary>
    internal static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Makes a call on this thread and waits for its end.</summary>
    internal static void Call(CallKind kind, int number) => kind.CallAsync(number).GetAwaiter().GetResult();
}
