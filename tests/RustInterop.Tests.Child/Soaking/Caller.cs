namespace RustInterop.Tests.Child.Soaking;

/// <summary>A thread of its own that makes calls.</summary>
/// <remarks>It blocks for as long as a call lasts, which the threads of .NET's pool are not for.</remarks>
internal static class Caller
{
    /// <summary>Has the work done; what it throws, the task does.</summary>
    internal static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Makes a call on this thread and waits for its end.</summary>
    internal static void Call(CallKind kind, int number) => kind.CallAsync(number).GetAwaiter().GetResult();
}
