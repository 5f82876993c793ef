using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks;

/// <summary>A record with two numbers in its text: how long Rust code waits until it is written.</summary>
internal static partial class Logging
{
    private const int Rounds = 15;

    internal static void Measure()
    {
        using NoProvider provider = new();
        Print("level off", 10_000_000, Native.Talk);
        using (Native.Library.ListenToLog(RustLogLevel.Info, _ => { }))
        {
            Print("RustLogListener", 200_000, Native.Talk);
        }

        using ServiceProvider services = new ServiceCollection()
            .AddLogging(builder => builder.AddProvider(provider)).AddRustLogging(Native.Library).BuildServiceProvider();
        services.StartRustLogging();
        Print("ILogger", 200_000, Native.Talk);
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("crossing");
        Print("ILogger, from C#", 200_000, records =>
        {
            for (uint record = 0; record < records; record++)
            {
                LogRecord(logger, record, records);
            }
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Number} of {Count}")]
    private static partial void LogRecord(ILogger logger, uint number, uint count);

    private static void Print(string name, uint records, Action<uint> log)
    {
        List<double> nanoseconds = [];
        // The first two are the warm-up.
        for (int round = -2; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            log(records);
            if (round >= 0)
            {
                nanoseconds.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / records);
            }
        }

        Console.WriteLine($"{name}:  {Spread.Of(nanoseconds, " ns")}");
    }

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
