using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RustInterop.Tests.Logging;

/// <summary>What a logger was asked to write.</summary>
internal sealed record WrittenRecord(
    string Category, LogLevel Level, string Message, IReadOnlyList<KeyValuePair<string, object?>> State, Exception? Exception)
{
    internal object? this[string name] => State.Single(pair => pair.Key == name).Value;
}

/// <summary>A logging provider that keeps what it is asked to write. Several tests run at once, so each looks at its own categories.</summary>
internal sealed class WrittenRecords(Action<string>? onWrite = null) : ILoggerProvider
{
    private readonly ConcurrentQueue<WrittenRecord> _records = new();

    internal IReadOnlyList<WrittenRecord> Of(string category) => [.. _records.Where(record => record.Category == category)];

    internal IReadOnlyList<string> MessagesOf(string category) => [.. Of(category).Select(record => record.Message)];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, WrittenRecords records) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            records._records.Enqueue(new(
                category, logLevel, formatter(state, exception),
                state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception));
            records.OnWrite(category);
        }
    }

    private void OnWrite(string category) => onWrite?.Invoke(category);
}
