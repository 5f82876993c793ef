using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace RustInterop.Tests.Logging;

/// <summary>What Rust code logs, in the loggers of a program.</summary>
public sealed class RustLoggingTests
{
    [Fact]
    public void AddRustLogging_Record_IsOneOfILogger()
    {
        using WrittenRecords written = new();
        using ServiceProvider services = Start(written, LogLevel.Information);

        Talker.Talk(Level.Warn, "acme_text::parser", "{braces} stay");

        WrittenRecord record = written.Of("acme_text.parser").Should().ContainSingle().Subject;
        record.Level.Should().Be(LogLevel.Warning);
        record.Message.Should().Be("{braces} stay");
        record.Exception.Should().BeNull();
        record["Message"].Should().Be("{braces} stay");
        record["Target"].Should().Be("acme_text::parser");
        record["ModulePath"].Should().Be("talker");
        record["File"].Should().Be("src/lib.rs");
        record["Line"].Should().BeOfType<int>();
        record.State[^1].Should().Be(new KeyValuePair<string, object?>("{OriginalFormat}", "{Message}"));
    }

    [Fact]
    public void AddRustLogging_KeyValues_AreStructured()
    {
        using WrittenRecords written = new();
        using ServiceProvider services = Start(written, LogLevel.Information);

        Talker.TalkWithKeyValues("structured");

        WrittenRecord record = written.Of("structured").Should().ContainSingle().Subject;
        record["user"].Should().Be("Ann \"A.\"");
        record["count"].Should().Be(-3L);
    }

    [Fact]
    public void AddRustLogging_EveryLevel_IsItsCounterpart()
    {
        using WrittenRecords written = new();
        using ServiceProvider services = Start(written, LogLevel.Trace);

        foreach (Level level in Enum.GetValues<Level>())
        {
            Talker.Talk(level, "counterparts", "");
        }

        written.Of("counterparts").Select(record => record.Level)
            .Should().Equal(LogLevel.Error, LogLevel.Warning, LogLevel.Information, LogLevel.Debug, LogLevel.Trace);
    }

    [Fact]
    public void AddRustLogging_RulesOfCategories_AreObeyed()
    {
        using WrittenRecords written = new();
        using ServiceProvider services = Start(
            written, LogLevel.Warning, builder => builder.AddFilter("obeyed.verbose", LogLevel.Debug));

        Talker.Talk(Level.Debug, "obeyed", "no");
        Talker.Talk(Level.Debug, "obeyed::verbose::inner", "yes");
        Talker.Talk(Level.Trace, "obeyed::verbose::inner", "no");

        written.MessagesOf("obeyed").Should().BeEmpty();
        written.MessagesOf("obeyed.verbose.inner").Should().Equal("yes");
    }

    [Fact]
    public async Task AddRustLogging_Host_ListensBeforeItsServicesStartAndFollowsItsConfiguration()
    {
        using WrittenRecords written = new();
        using TalkerCopy copy = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        builder.Services.AddHostedService(_ => new Starting(() => copy.MostVerboseLevel.Should().Be(RustLogLevel.Warn)));
        builder.Services.AddLogging(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddProvider(written))
            .AddRustLogging(copy.Library);
        using (IHost host = builder.Build())
        {
            copy.MostVerboseLevel.Should().Be(RustLogLevel.Off, "nothing has started");
            await host.StartAsync();

            copy.Call("talk_by_default", "{}");
            SetLevel(builder, "talker", "Information");
            copy.MostVerboseLevel.Should().Be(RustLogLevel.Info);
            copy.Call("talk_by_default", "{}");
            SetLevel(builder, "talker", "None");
            copy.MostVerboseLevel.Should().Be(RustLogLevel.Warn);
            copy.Call("talk_by_default", "{}");
            await host.StopAsync();
        }

        copy.MostVerboseLevel.Should().Be(RustLogLevel.Off, "the host is disposed of");
        written.MessagesOf("talker").Should().Equal("by default");
    }

    [Fact]
    public async Task AddRustLogging_HostedServiceAddedAfterIt_IsHeardFromItsConstructorToItsDisposal()
    {
        using WrittenRecords written = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(written);
        builder.Services.AddRustLogging(Talker.Library).AddHostedService(_ => new TalkingService());
        using (IHost host = builder.Build())
        {
            await host.StartAsync();
            await host.StopAsync();
        }

        written.MessagesOf("service").Should().Equal("created", "started", "stopped", "disposed");
    }

    [Fact]
    public async Task AddRustLogging_HostWithALibraryThatHasALogger_DoesNotStart()
    {
        using TalkerCopy copy = new();
        copy.Call("install_logger", "{}");
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddRustLogging(copy.Library);
        using IHost host = builder.Build();

        await host.Awaiting(starting => starting.StartAsync()).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("*has installed a logger of its own*");
    }

    [Fact]
    public void AddRustLogging_SameLibraryTwice_LogsOnce()
    {
        using WrittenRecords written = new();
        using ServiceProvider services = new ServiceCollection()
            .AddLogging(builder => builder.AddProvider(written))
            .AddRustLogging(Talker.Library).AddRustLogging(Talker.Library)
            .BuildServiceProvider();
        services.StartRustLogging();
        services.StartRustLogging();

        Talker.Talk(Level.Info, "once", "once");

        written.MessagesOf("once").Should().ContainSingle();
    }

    [Fact]
    public async Task Dispose_WhileRustLogs_IsFollowedByNoRecord()
    {
        using TalkerCopy copy = new();
        using CancellationTokenSource cancellation = new();
        Task talk = copy.TalkUntilCancelledAsync("until disposed", 2, cancellation.Token);
        using WrittenRecords written = new();
        ServiceProvider services = Start(written, LogLevel.Information, library: copy.Library);
        SpinWait.SpinUntil(() => written.Of("until disposed").Count > 0);

        await services.DisposeAsync();

        int count = written.Of("until disposed").Count;
        await cancellation.CancelAsync();
        await talk;
        written.Of("until disposed").Should().HaveCount(count);
    }

    [Fact]
    public void AddRustLogging_LoggerThatThrows_IsReportedOnceToTheOthers()
    {
        using WrittenRecords written = new();
        using WrittenRecords broken = new(category =>
        {
            if (category == "broken")
            {
                throw new InvalidTimeZoneException("broken");
            }
        });
        using ServiceProvider services = Start(written, LogLevel.Information, builder => builder.AddProvider(broken));

        Talker.Talk(Level.Info, "broken", "one");
        Talker.Talk(Level.Info, "broken", "two");

        written.MessagesOf("broken").Should().Equal("one", "two");
        WrittenRecord report = written.Of("RustInterop.Extensions.Logging").Should().ContainSingle().Subject;
        report.Level.Should().Be(LogLevel.Error);
        report.Message.Should().Contain("talker");
        report.Exception!.ToString().Should().Contain("broken");
    }

    [Fact]
    public void AddRustLogging_LoggerThatCallsTheLibrary_Ends()
    {
        using WrittenRecords written = new(category =>
        {
            if (category == "calling")
            {
                Talker.Talk(Level.Info, "calling", "from the logger");
            }
        });
        using ServiceProvider services = Start(written, LogLevel.Information);

        Talker.Talk(Level.Info, "calling", "from the program");

        written.MessagesOf("calling").Should().Equal("from the program");
    }

    [Fact]
    public void AddRustLogging_FactoryWithRulesOfItsOwn_IsAsked()
    {
        using TalkerCopy copy = new();
        using ServiceProvider services = new ServiceCollection()
            .AddLogging(builder => builder.SetMinimumLevel(LogLevel.Error))
            .AddSingleton<ILoggerFactory>(_ => new DebugFactory())
            .AddRustLogging(copy.Library)
            .BuildServiceProvider();

        services.StartRustLogging();

        copy.MostVerboseLevel.Should().Be(RustLogLevel.Debug);
    }

    [Fact]
    public void StartRustLogging_NothingToListenTo_Throws()
    {
        using ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();

        services.Invoking(provider => provider.StartRustLogging()).Should().Throw<InvalidOperationException>();
    }

    private static ServiceProvider Start(
        WrittenRecords written, LogLevel least, Action<ILoggingBuilder>? configure = null, RustLibrary? library = null)
    {
        ServiceProvider services = new ServiceCollection()
            .AddLogging(builder =>
            {
                builder.SetMinimumLevel(least).AddProvider(written);
                configure?.Invoke(builder);
            })
            .AddRustLogging(library ?? Talker.Library)
            .BuildServiceProvider();
        services.StartRustLogging();
        return services;
    }

    private static void SetLevel(HostApplicationBuilder builder, string category, string level)
    {
        builder.Configuration[$"Logging:LogLevel:{category}"] = level;
        ((IConfigurationRoot)builder.Configuration).Reload();
    }

    private sealed class Starting(Action onStart) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            onStart();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class TalkingService : IHostedService, IDisposable
    {
        public TalkingService() => Talker.Talk(Level.Info, "service", "created");

        public Task StartAsync(CancellationToken cancellationToken) => TalkAsync("started");

        public Task StopAsync(CancellationToken cancellationToken) => TalkAsync("stopped");

        public void Dispose() => Talker.Talk(Level.Info, "service", "disposed");

        private static Task TalkAsync(string message)
        {
            Talker.Talk(Level.Info, "service", message);
            return Task.CompletedTask;
        }
    }

    private sealed class DebugFactory : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => new DebugLogger();

        public void Dispose()
        {
        }
    }

    private sealed class DebugLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }
    }
}
