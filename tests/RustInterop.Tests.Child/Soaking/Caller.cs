namespace RustInterop.Tests.Child.Soaking;

/// <summary>A thread of its own that makes calls.</summary>
/// <remarks>
/// Rust keeps some 50 bytes for each thread that has called it, until the thread ends. Those of .NET's pool end when they
/// like, so no call begins on one.
/// </remarks>
internal static class Caller
{
    /// <summary>Has the work done; what it throws, the task does.</summary>
    internal static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Makes a call on this thread and waits for its end.</summary>
    internal static void Call(CallKind kind, int number) => kind.CallAsync(number).GetAwaiter().GetResult();
}
