namespace RustInterop.Tests.Libraries;

/// <summary>A progress handler that runs on the thread that reports.</summary>
internal sealed class Handler<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
