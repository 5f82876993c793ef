namespace RustInterop.Tests.Libraries;

/// <summary>A progress handler that runs where the report comes from.</summary>
internal sealed class Handler<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
