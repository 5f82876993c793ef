namespace RustInterop.Tests.Child.Soaking;

/// <summary>A thread of its own that makes calls.</summary>
/// <remarks>
/// Where calls begin on threads of .NET's pool, the live bytes rise once by some 50 when a thread joins it, and threads join
/// and leave it when they like.
/// </remarks>
internal static class Caller
{
    /// <summary>Has the work done; what it throws, the task does.</summary>
    internal static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Makes a call on this thread and waits for its end.</summary>
    internal static void Call(CallKind kind, int number) => kind.CallAsync(number).GetAwaiter().GetResult();
}
