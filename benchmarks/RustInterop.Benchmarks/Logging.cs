using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks;

/// <summary>A record with two numbers in its text: how long Rust code waits until it is written.</summary>
internal static partial class Logging
{
    internal static async Task MeasureAsync()
    {
        using NoProvider provider = new();
        await PrintAsync("level off", 10_000_000, Talk).ConfigureAwait(false);
        using (Native.Library.ListenToLog(RustLogLevel.Info, _ => { }))
        {
            await PrintAsync("RustLogListener", 200_000, Talk).ConfigureAwait(false);
        }

        using ServiceProvider services = new ServiceCollection()
            .AddLogging(builder => builder.AddProvider(provider)).AddRustLogging(Native.Library).BuildServiceProvider();
        services.StartRustLogging();
        await PrintAsync("ILogger", 200_000, Talk).ConfigureAwait(false);
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("crossing");
        await PrintAsync("ILogger, from C#", 200_000, records =>
        {
            for (int record = 0; record < records; record++)
            {
                LogRecord(logger, record, records);
            }
        }).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Number} of {Count}")]
    private static partial void LogRecord(ILogger logger, int number, int count);

    private static void Talk(int records) => Native.Talk((uint)records);

    private static Task PrintAsync(string name, int records, Action<int> log) =>
        new Contest(calls: 1, records).Add(name, () => log(records)).PrintAsync();

    /// <summary>Writes each record nowhere, as text.</summary>
    private sealed class NoProvider : ILoggerProvider, ILogger
    {
        private int _length;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _length += formatter(state, exception).Length;

        public void Dispose()
        {
        }
    }
}
