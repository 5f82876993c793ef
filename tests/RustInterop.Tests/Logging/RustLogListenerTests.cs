using System.Collections.Concurrent;
using RustInterop.Tests.Libraries;

namespace RustInterop.Tests.Logging;

/// <summary>When a listener gets records, and when it does not.</summary>
public sealed class RustLogListenerTests
{
    private readonly ConcurrentQueue<RustLogRecord> _records = new();

    [Fact]
    public void ListenToLog_EveryLevel_PassesOnThoseUpToItsOwn()
    {
        foreach (RustLogLevel level in Enum.GetValues<RustLogLevel>())
        {
            using HeardRecords heard = new("every level", level);

            TalkAtEveryLevel("every level");

            heard.Records.Select(record => record.Level).Should().Equal(
                Enum.GetValues<RustLogLevel>().Where(at => at != RustLogLevel.Off && at <= level));
        }
    }

    [Fact]
    public void Level_Changed_AppliesFromThenOnInRust()
    {
        using TalkerCopy copy = new();
        copy.MostVerboseLevel.Should().Be(RustLogLevel.Off);

        using (RustLogListener listener = copy.Library.ListenToLog(RustLogLevel.Warn, _records.Enqueue))
        {
            copy.MostVerboseLevel.Should().Be(RustLogLevel.Warn);
            listener.Level = RustLogLevel.Trace;
            listener.Level.Should().Be(RustLogLevel.Trace);
            copy.MostVerboseLevel.Should().Be(RustLogLevel.Trace);
            copy.Call("talk_by_default", "{}");
        }

        copy.MostVerboseLevel.Should().Be(RustLogLevel.Off);
        copy.Call("talk_by_default", "{}");
        _records.Should().ContainSingle();
    }

    [Fact]
    public void ListenToLog_SeveralListeners_GetTheirOwnLevels()
    {
        using HeardRecords few = new("several", RustLogLevel.Error);
        using HeardRecords more = new("several", RustLogLevel.Trace);

        TalkAtEveryLevel("several");

        few.Records.Should().ContainSingle();
        more.Records.Should().HaveCount(5);
    }

    [Fact]
    public void ListenToLog_SeveralThreads_LosesNothing()
    {
        using HeardRecords heard = new("threads");

        Talker.TalkFromThreads("threads", 8, 250);

        heard.Messages.Should().OnlyHaveUniqueItems().And.HaveCount(2000);
    }

    [Fact]
    public void ListenToLog_HandlerThatThrows_ReportsItAndHearsTheNextRecord()
    {
        List<Exception> errors = [];
        using RustLogListener listener = Talker.Library.ListenToLog(RustLogLevel.Info, Throw, errors.Add);

        Talker.Talk(Level.Info, "throws", "one");
        Talker.Talk(Level.Info, "throws", "two");

        errors.Select(error => error.Message).Should().Equal("one", "two");

        void Throw(RustLogRecord record)
        {
            if (record.Target == "throws")
            {
                throw new InvalidTimeZoneException(record.Message);
            }
        }
    }

    [Fact]
    public void ListenToLog_HandlerAndErrorHandlerThatThrow_DoNoHarm()
    {
        using TalkerCopy copy = new();
        using RustLogListener listener = copy.Library.ListenToLog(
            RustLogLevel.Info, _ => throw new InvalidTimeZoneException(), error => throw error);

        copy.Call("talk_by_default", "{}");

        copy.MostVerboseLevel.Should().Be(RustLogLevel.Info);
    }

    [Fact]
    public void ListenToLog_HandlerThatCallsTheLibrary_DoesNotHearThatCall()
    {
        int depth = 0;
        using RustLogListener listener = Talker.Library.ListenToLog(RustLogLevel.Info, record =>
        {
            if (record.Target == "again")
            {
                Interlocked.Increment(ref depth);
                Talker.Talk(Level.Info, "again", "from the handler");
                _records.Enqueue(record);
            }
        });

        Talker.Talk(Level.Info, "again", "first");
        Talker.Talk(Level.Info, "again", "second");

        depth.Should().Be(2);
        _records.Select(record => record.Message).Should().Equal("first", "second");
    }

    [Fact]
    public async Task Dispose_WhileThreadsLog_IsFollowedByNoCall()
    {
        using TalkerCopy copy = new();
        using CancellationTokenSource cancellation = new();
        Task talk = copy.TalkUntilCancelledAsync("endless", 4, cancellation.Token);
        int calls = 0;
        int late = 0;
        for (int turn = 0; turn < 100; turn++)
        {
            bool isDisposed = false;
            int before = Volatile.Read(ref calls);
            RustLogListener listener = copy.Library.ListenToLog(RustLogLevel.Info, record =>
            {
                Interlocked.Increment(ref calls);
                Thread.Yield();
                if (Volatile.Read(ref isDisposed))
                {
                    Interlocked.Increment(ref late);
                }
            });
            SpinWait.SpinUntil(() => Volatile.Read(ref calls) > before);
            listener.Dispose();
            Volatile.Write(ref isDisposed, true);
        }

        await cancellation.CancelAsync();
        await talk;
        late.Should().Be(0);
    }

    [Fact]
    public void Dispose_InTheHandler_IsTheLastCall()
    {
        RustLogListener? listener = null;
        listener = Talker.Library.ListenToLog(RustLogLevel.Info, record =>
        {
            if (record.Target == "itself")
            {
                _records.Enqueue(record);
                listener!.Dispose();
            }
        });

        Talker.Talk(Level.Info, "itself", "last");
        Talker.Talk(Level.Info, "itself", "too late");

        _records.Should().ContainSingle();
        listener.Dispose();
    }

    [Fact]
    public void ListenToLog_LibraryWithALoggerOfItsOwn_SaysSo()
    {
        using TalkerCopy copy = new();
        copy.Call("install_logger", "{}");

        copy.Library.Invoking(library => library.ListenToLog(RustLogLevel.Info, _ => { }))
            .Should().Throw<InvalidOperationException>().WithMessage("*has installed a logger of its own*env_logger*");
    }

    [Fact]
    public void ListenToLog_BeforeALibraryInstallsALogger_KeepsListening()
    {
        using TalkerCopy copy = new();
        using RustLogListener listener = copy.Library.ListenToLog(RustLogLevel.Info, _records.Enqueue);

        copy.Invoking(library => library.Call("install_logger", "{}")).Should().Throw<RustException>().WithMessage("*logg*");
        copy.Call("talk_by_default", "{}");

        _records.Should().ContainSingle();
    }

    [Fact]
    public void ListenToLog_LibraryBuiltWithoutLogging_NamesTheFeature() =>
        Workshop.Library.Invoking(library => library.ListenToLog(RustLogLevel.Info, _ => { }))
            .Should().Throw<NotSupportedException>().WithMessage($"{Workshop.Library.Path}*feature `log` of rust-interop*");

    [Fact]
    public void ListenToLog_UnknownLevel_ThrowsForTheArgument()
    {
        using RustLogListener listener = Talker.Library.ListenToLog(RustLogLevel.Off, _ => { });

        FluentActions.Invoking(() => Talker.Library.ListenToLog((RustLogLevel)6, _ => { }))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("level");
        FluentActions.Invoking(() => listener.Level = (RustLogLevel)(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void ListenToLog_DisposedLibrary_Throws()
    {
        using TalkerCopy copy = new();
        copy.Library.Dispose();

        copy.Library.Invoking(library => library.ListenToLog(RustLogLevel.Info, _ => { })).Should().Throw<ObjectDisposedException>();
    }

    private static void TalkAtEveryLevel(string target)
    {
        foreach (Level level in Enum.GetValues<Level>())
        {
            Talker.Talk(level, target, $"{level}");
        }
    }
}
