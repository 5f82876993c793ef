using System.Collections.Concurrent;
using RustInterop.Tests.Libraries;

namespace RustInterop.Tests.Logging;

/// <summary>What Rust code logs, without a logging framework.</summary>
public sealed class RustLogListenerTests
{
    private readonly ConcurrentQueue<RustLogRecord> _records = new();

    [Fact]
    public void ListenToLog_Record_HasAllThatTheMacroSays()
    {
        using RustLogListener listener = Listen("talker");

        Talker.TalkByDefault();

        RustLogRecord record = _records.Should().ContainSingle().Subject;
        record.Level.Should().Be(RustLogLevel.Info);
        record.Message.Should().Be("by default");
        record.ToString().Should().Be("by default");
        record.ModulePath.Should().Be("talker");
        record.File.Should().Be("src/lib.rs");
        record.Line.Should().BePositive();
        record.KeyValues.Should().BeEmpty();
    }

    [Fact]
    public void ListenToLog_KeyValues_HaveTheirTypes()
    {
        using RustLogListener listener = Listen("key values");

        Talker.TalkWithKeyValues("key values");

        RustLogRecord record = _records.Should().ContainSingle().Subject;
        record.Message.Should().Be("2 hits");
        record.KeyValues.SkipLast(1).Should().Equal(
            new("user", "Ann \"A.\""), new("count", -3L), new("largest", ulong.MaxValue), new("share", 0.25), new("lost", "NaN"),
            new("fine", true), new("list", "[1, 2]"));
        record.KeyValues[^1].Key.Should().Be("broken");
        record.KeyValues[^1].Value.Should().BeOfType<string>()
            .Which.Should().StartWith("[a value panicked while it was formatted: no text at src/lib.rs:");
    }

    [Theory]
    [InlineData("a\0b", "NUL")]
    [InlineData("é 🦀 \uFFFF\n", "any character")]
    [InlineData("", "nothing")]
    public void ListenToLog_Text_IsExact(string text, string target)
    {
        using RustLogListener listener = Listen(target);

        Talker.Talk(Level.Info, target, text);

        _records.Should().ContainSingle().Which.Message.Should().Be(text);
    }

    [Fact]
    public void ListenToLog_HugeMessage_IsWhole()
    {
        string text = new('x', 8 << 20);
        using RustLogListener listener = Listen("huge");

        Talker.Talk(Level.Info, "huge", text);

        (_records.Single().Message == text).Should().BeTrue();
    }

    [Fact]
    public void ListenToLog_LongTarget_IsWhole()
    {
        string target = new('t', 1000);
        using RustLogListener listener = Listen(target);

        Talker.Talk(Level.Info, target, "far");

        _records.Should().ContainSingle();
    }

    [Fact]
    public void ListenToLog_EveryLevel_PassesOnThoseUpToItsOwn()
    {
        foreach (RustLogLevel level in Enum.GetValues<RustLogLevel>())
        {
            _records.Clear();
            using RustLogListener listener = Listen("every level", level);

            TalkAtEveryLevel("every level");

            _records.Select(record => record.Level).Should().Equal(Enum.GetValues<RustLogLevel>().Where(at => at != RustLogLevel.Off && at <= level));
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
        ConcurrentQueue<RustLogRecord> others = new();
        using RustLogListener few = Listen("several", RustLogLevel.Error);
        using RustLogListener more = Listen("several", RustLogLevel.Trace, others);

        TalkAtEveryLevel("several");

        _records.Should().ContainSingle();
        others.Should().HaveCount(5);
    }

    [Fact]
    public void ListenToLog_SeveralThreads_LosesNothing()
    {
        using RustLogListener listener = Listen("threads");

        Talker.TalkFromThreads("threads", 8, 250);

        _records.Select(record => record.Message).Should().OnlyHaveUniqueItems().And.HaveCount(2000);
    }

    [Fact]
    public void ListenToLog_ValueThatPanics_SaysSoAndGoesOn()
    {
        using RustLogListener listener = Listen("panic");

        Talker.TalkAboutAPanic("panic");

        _records.Select(record => record.Message).Should().SatisfyRespectively(
            first => first.Should().StartWith("value: [a value panicked while it was formatted: no text at src/lib.rs:"),
            next => next.Should().Be("next"));
    }

    [Fact]
    public void ListenToLog_DestructorWhileAPanicUnwinds_IsHeardBeforeTheException()
    {
        using RustLogListener listener = Listen("unwinding");

        FluentActions.Invoking(() => Talker.TalkWhilePanicking("unwinding")).Should().Throw<RustPanicException>()
            .Which.Message.Should().Contain("on purpose");

        _records.Should().ContainSingle().Which.Message.Should().Be("dropped");
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
        using CancellationTokenSource cancellation = new();
        Task<ulong> talk = Talker.TalkUntilCancelledAsync("endless", 4, cancellation.Token);
        int calls = 0;
        int late = 0;
        for (int turn = 0; turn < 100; turn++)
        {
            bool isDisposed = false;
            int before = Volatile.Read(ref calls);
            RustLogListener listener = Talker.Library.ListenToLog(RustLogLevel.Info, record =>
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
        (await talk).Should().BePositive();
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
        using RustLogListener listener = Listen("unknown");

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

    private RustLogListener Listen(
        string target, RustLogLevel level = RustLogLevel.Info, ConcurrentQueue<RustLogRecord>? records = null) =>
        Talker.Library.ListenToLog(level, record =>
        {
            if (record.Target == target)
            {
                (records ?? _records).Enqueue(record);
            }
        });
}
