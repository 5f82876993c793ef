using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RustInterop.Tests.RecordTypes;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Functions that C# passes to a crate whose C# the build has generated.</summary>
public sealed class CallbacksTests : RecordsLibraryTests
{
    [Fact]
    public void Callback_OfARecord_GetsEachAndReturnsItsOutput()
    {
        List<Token> words = [];

        IReadOnlyList<string> lemmas = Records.Lemmatise("mice ran", word =>
        {
            words.Add(word);
            return word.Text == "mice" ? "mouse" : null;
        });

        lemmas.Should().Equal("mouse", "ran");
        words.Should().Equal(new Token { Text = "mice", Place = 0 }, new Token { Text = "ran", Place = 1 });
    }

    [Fact]
    public async Task Callback_OfACallByTask_GetsEach() =>
        (await Records.LemmatiseAsync("mice ran", word => word.Text.ToUpperInvariant())).Should().Equal("MICE", "RAN");

    [Fact]
    public void Callback_OfEachKind_HasTheParametersOfItsInput()
    {
        int called = 0;

        string all = Records.CallEach(
            () => called++,
            text => (ulong)text.Length,
            (number, text) => (text, number),
            maybe => maybe,
            [number => number, number => number + 1]);

        all.Should().Be("4 one 1 Some(None) [2, 3]");
        called.Should().Be(1);
    }

    [Fact]
    public void Callback_LeftOut_IsNone() =>
        Records.CallEach(() => { }, _ => 0, (number, text) => (text, number), null, []).Should().Be("0 one 1 None []");

    [Fact]
    public void Callback_Null_ThrowsArgumentNullException() =>
        FluentActions.Invoking(() => Records.Lemmatise("a", null!)).Should().Throw<ArgumentNullException>().WithParameterName("lookup");

    [Fact]
    public void Callback_InARecord_IsCalled()
    {
        List<string> words = [];
        uint count = 0;

        Records.Handle("a b", new() { OnWord = word => words.Add(word.Text), OnEnd = end => count = end });
        Records.Handle("c", new() { OnWord = word => words.Add(word.Text) });

        words.Should().Equal("a", "b", "c");
        count.Should().Be(2);
    }

    [Fact]
    public void Callback_InEachPlaceThatHasItsOwnFormInJson_IsCalled()
    {
        List<uint> called = [];

        (uint first, uint second) = Records.CallEverywhere(new()
        {
            Flattened = new() { OnWord = word => called.Add(word.Place) },
            Named = new Dictionary<string, Action<uint>> { ["a"] = called.Add, ["b"] = called.Add },
            Tagged = new CallbackOrNone.Once { Callback = called.Add },
            Untagged = new CallbackOrText.Function(called.Add),
            Nothing = new() { Callback = called.Add },
            Pair = new() { Callback = pair => (pair.Item2, pair.Item1) },
        });

        called.Should().Equal(1u, 2u, 2u, 3u, 4u, 5u);
        (first, second).Should().Be((7u, 6u));
    }

    [Fact]
    public async Task Callback_WithWhatCannotBeWritten_IsReleased()
    {
        // The text comes behind the function.
        FluentActions.Invoking(() => Records.SendUnwritable(_ => { }, "half \ud800")).Should().Throw<ArgumentException>();
        await FluentActions.Awaiting(() => Records.SendUnwritableAsync(_ => { }, "half \ud800")).Should().ThrowAsync<ArgumentException>();

        Library.LiveHandles().Should().Be(0);
    }

    [Fact]
    public void Callback_WithObjectsBytesAndAStream_GetsAndReturnsThem()
    {
        Goods? goods = null;
        RustBytes? bytes = null;

        (string text, RustBytes packed) = Records.Trade(
            got =>
            {
                goods = got;
                got.Numbers.ToBlockingEnumerable().Should().Equal(0u, 1u, 2u);
                return got.Documents[1];
            },
            got =>
            {
                bytes = got;
                return got;
            });

        text.Should().Be("two");
        bytes!.Span.ToArray().Should().Equal(1, 2, 3);
        packed.Span.ToArray().Should().Equal(1, 2, 3);
        foreach (IDisposable disposable in (IDisposable[])[packed, bytes, .. goods!.Documents])
        {
            disposable.Dispose();
        }
    }

    [Fact]
    public void Callback_ThatThrows_IsTheInnerExceptionWithItsStack()
    {
        RustException exception = FluentActions.Invoking(() => Records.Lemmatise("a b", word => ThrowHere(word)))
            .Should().Throw<RustException>().Which;

        exception.Kind.Should().Be(RustErrorKind.Failed);
        exception.Message.Should().Be("no lemma of a");
        exception.InnerException.Should().BeOfType<InvalidOperationException>();
        exception.InnerException!.StackTrace.Should().Contain(nameof(ThrowHere));
    }

    [Fact]
    public async Task Callback_ThatThrowsInACallByTask_IsTheInnerException()
    {
        Func<Task> call = () => Records.LemmatiseAsync("a b", word => ThrowHere(word));

        (await call.Should().ThrowAsync<RustException>()).WithInnerException<InvalidOperationException>()
            .Which.StackTrace.Should().Contain(nameof(ThrowHere));
    }

    [Fact]
    public async Task Callback_ThatThrowsOnAThreadOfRust_LeavesNoExceptionThere()
    {
        WeakReference<object> thrown = await ThrowAsync();

        SpinWait.SpinUntil(() => IsCollected(thrown), TimeSpan.FromSeconds(30)).Should().BeTrue();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static async Task<WeakReference<object>> ThrowAsync()
        {
            TimeoutException late = new("late");
            await FluentActions.Awaiting(() => Records.LemmatiseAsync("a", _ => throw late)).Should().ThrowAsync<RustException>();
            return new(late);
        }
    }

    [Fact]
    public void Callback_ThatThrowsItsError_ReachesRustAndReturnsAsData()
    {
        RustException<LookupError> unknown = new("unknown", new LookupError.Unknown("a"));

        RustException<LookupError> exception = FluentActions.Invoking(() => Records.LookUp("a b", _ => throw unknown))
            .Should().Throw<RustException<LookupError>>().Which;

        exception.Error.Should().Be(new LookupError.Unknown("a"));
        exception.Message.Should().Be("`a` is unknown");
        exception.InnerException.Should().BeSameAs(unknown);
    }

    [Fact]
    public void Callback_ThatThrowsAnotherException_BecomesTheErrorOfRust()
    {
        FluentActions.Invoking(() => Records.LookUp("a", _ => throw new InvalidOperationException("no disk")))
            .Should().Throw<RustException<LookupError>>().Which.Error.Should().Be(new LookupError.Other { Message = "no disk" });
        FluentActions.Invoking(() => Records.LookUp("a", _ => throw new RustException<IndexError>("wrong", new IndexError.Empty())))
            .Should().Throw<RustException<LookupError>>().Which.Error.Should().Be(new LookupError.Other { Message = "wrong" });
        FluentActions.Invoking(() => Records.LookUpText("a", _ => throw new InvalidOperationException("no disk")))
            .Should().Throw<RustException>().WithMessage("no disk");
    }

    [Theory]
    [InlineData("a \"quote\", a \0 and a line\n")]
    [InlineData("")]
    [InlineData("naïve 🦀")]
    public void Callback_ThatThrowsAnyMessage_IsTheMessage(string message) =>
        FluentActions.Invoking(() => Records.Lemmatise("a", _ => throw new InvalidOperationException(message)))
            .Should().Throw<RustException>().Which.Message.Should().Be(message);

    [Fact]
    public void Callback_ThatThrowsHalfASurrogatePair_ReplacesIt() =>
        FluentActions.Invoking(() => Records.Lemmatise("a", _ => throw new InvalidOperationException("half \ud800")))
            .Should().Throw<RustException>().Which.Message.Should().Be("half \ufffd");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Callback_ThatThrowsAnExceptionWithoutAMessage_IsTheInnerException(bool throws)
    {
        SilentException silent = new(throws);

        RustException exception = FluentActions.Invoking(() => Records.Lemmatise("a", _ => throw silent)).Should().Throw<RustException>().Which;

        exception.InnerException.Should().BeSameAs(silent);
        exception.Message.Should().Be(typeof(SilentException).ToString());
    }

    [Fact]
    public void Callback_WhoseOutputIsNoUnicode_Throws() =>
        FluentActions.Invoking(() => Records.Lemmatise("a", _ => "half \ud800"))
            .Should().Throw<RustException>().WithInnerException<ArgumentException>();

    [Fact]
    public void Callback_ThatReturnsNullWhereNoneIs_Throws() =>
        FluentActions.Invoking(() => Records.LookUp("a", _ => null!)).Should().Throw<RustException<LookupError>>()
            .Which.Error.Should().BeOfType<LookupError.Other>();

    [Fact]
    public void Callback_WhoseErrorPanics_IsTheInnerException()
    {
        RustPanicException panic = FluentActions.Invoking(() => Records.Unwrap(() => throw new TimeoutException("late")))
            .Should().Throw<RustPanicException>().Which;

        panic.InnerException.Should().BeOfType<TimeoutException>();
    }

    [Fact]
    public void Callback_WhoseErrorIsIgnored_ThrowsNothing()
    {
        Records.Ignore(() => throw new TimeoutException("late")).Should().BeFalse();
        FluentActions.Invoking(() => Records.Lemmatise("a", _ => ThrowNothing())).Should().NotThrow();
    }

    [Fact]
    public void Callback_WhoseInputIsNoJson_IsNotCalled()
    {
        FluentActions.Invoking(() => Records.SendUnwritable(_ => throw new TimeoutException("called"), "a"))
            .Should().Throw<RustException>().WithMessage("*`error`*").Which.InnerException.Should().BeNull();
    }

    [Fact]
    public void Callback_ThatCallsTheSameFunction_Returns()
    {
        Records.Lemmatise("a", word => Nest(word.Text, 20)).Should().Equal("a" + new string('.', 20));

        static string Nest(string text, int levels) =>
            levels == 0 ? text : Records.Lemmatise(text + ".", word => Nest(word.Text, levels - 1)).Single();
    }

    [Fact]
    public void Callback_WhoseInnerCallFails_TellsTheOuterCallOnlyIfItThrows()
    {
        Records.Lemmatise("a", _ =>
        {
            FluentActions.Invoking(() => Records.Lemmatise("b", _ => throw new TimeoutException("inner"))).Should().Throw<RustException>();
            return "goes on";
        }).Should().Equal("goes on");

        RustException outer = FluentActions.Invoking(() => Records.Lemmatise("a", _ => Records.Lemmatise("b", _ => throw new TimeoutException("inner"))[0]))
            .Should().Throw<RustException>().Which;
        outer.InnerException.Should().BeOfType<RustException>().Which.InnerException.Should().BeOfType<TimeoutException>();
    }

    [Fact]
    public void Callback_FromSeveralThreadsAtOnce_MixesNothing()
    {
        ConcurrentDictionary<uint, int> calls = new();

        ulong sum = Records.AddUp(8, 500, number =>
        {
            calls.AddOrUpdate(number, 1, (_, count) => count + 1);
            return number;
        });

        sum.Should().Be(Enumerable.Range(0, 4000).Aggregate(0ul, (total, number) => total + (ulong)number));
        calls.Should().HaveCount(4000).And.OnlyContain(call => call.Value == 1);
    }

    [Fact]
    public void Callback_ThatAnObjectKeeps_IsCalledUntilTheObjectIsDisposedOf()
    {
        List<uint> rings = [];
        Bell bell = new(rings.Add);
        bell.Ring(1);
        bell.Ring(2);
        WeakReference<object> closure = Replace(bell);
        bell.Ring(3);

        rings.Should().Equal(1u, 2u);
        bell.Replace(null);
        bell.Ring(4);
        SpinWait.SpinUntil(() => IsCollected(closure), TimeSpan.FromSeconds(30)).Should().BeTrue();
        bell.Dispose();
    }

    [Fact]
    public void Callback_ThatAnObjectKeepsAndThatThrows_IsTheInnerException()
    {
        using Bell bell = new(_ => throw new TimeoutException("late"));

        FluentActions.Invoking(() => bell.Ring(1)).Should().Throw<RustException>().WithInnerException<TimeoutException>();
    }

    [Fact]
    public void Callback_ThatAnObjectKeepsAndThatThrowsDuringAnotherCall_IsNotTheInnerExceptionOfThatCall()
    {
        using Bell bell = new(_ => throw new TimeoutException("late"));

        RustException exception = FluentActions.Invoking(() => Records.Lemmatise("a", _ =>
        {
            FluentActions.Invoking(() => bell.Ring(1)).Should().Throw<RustException>();
            throw new InvalidOperationException("other");
        })).Should().Throw<RustException>().Which;

        exception.InnerException.Should().BeOfType<InvalidOperationException>();
        FluentActions.Invoking(() => Records.SendUnwritable(_ => { }, "a")).Should().Throw<RustException>()
            .Which.InnerException.Should().BeNull();
    }

    [Fact]
    public async Task Callback_ThatAStreamKeeps_IsCalledWhenTheStreamComesToIt()
    {
        List<uint> kept = [];

        await foreach (uint number in Records.Filter([1, 2, 3, 4], number => number % 2 == 0))
        {
            kept.Add(number);
        }

        kept.Should().Equal(2u, 4u);
    }

    [Fact]
    public async Task Callback_ThatAStreamKeepsAndThatThrows_EndsTheStream()
    {
        Func<Task> read = async () =>
        {
            await foreach (uint _ in Records.Filter([1, 2], _ => throw new TimeoutException("late")))
            {
            }
        };

        await read.Should().ThrowAsync<RustException>().WithMessage("late");
    }

    [Fact]
    public async Task AsyncCallback_OfARecord_GetsEachAndReturnsItsOutput()
    {
        IReadOnlyList<string> answers = await Records.AskAsync("a b", async (word, cancellationToken) =>
        {
            await Task.Delay(1, cancellationToken);
            return $"{word.Text}{word.Place}";
        });

        answers.Should().Equal("a0", "b1");
        Records.Ask("c", (word, _) => Task.FromResult(word.Text)).Should().Equal("c");
    }

    [Fact]
    public async Task AsyncCallback_WithoutOutput_IsAwaited()
    {
        bool told = false;

        await Records.TellAsync(async _ =>
        {
            await Task.Yield();
            told = true;
        });

        told.Should().BeTrue();
    }

    [Fact]
    public async Task AsyncCallback_ThatFails_IsTheInnerException()
    {
        Func<Task> later = () => Records.AskAsync("a", async (_, _) =>
        {
            await Task.Yield();
            throw new TimeoutException("late");
        });
        Func<Task> atOnce = () => Records.AskAsync("a", (_, _) => throw new RustException<LookupError>("unknown", new LookupError.Unknown("a")));
        Func<Task> cancelled = () => Records.TellAsync(_ => Task.FromCanceled(new CancellationToken(canceled: true)));

        RustException<LookupError> late = (await later.Should().ThrowAsync<RustException<LookupError>>()).Which;
        late.Error.Should().Be(new LookupError.Other { Message = "late" });
        late.InnerException.Should().BeOfType<TimeoutException>();
        (await atOnce.Should().ThrowAsync<RustException<LookupError>>()).Which.Error.Should().Be(new LookupError.Unknown("a"));
        (await cancelled.Should().ThrowAsync<RustException>()).WithInnerException<OperationCanceledException>();
    }

    [Fact]
    public async Task AsyncCallback_ThatNobodyWaitsForAnyMore_IsCancelled()
    {
        TaskCompletionSource cancelled = new();

        uint first = await Records.AskFirstAsync(
            async cancellationToken =>
            {
                await WaitForCancelAsync(cancellationToken);
                cancelled.SetResult();
                return 0;
            },
            async _ =>
            {
                await Task.Yield();
                return 7;
            });

        first.Should().Be(7);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AsyncCallback_OfACallThatIsCancelled_IsCancelled()
    {
        using CancellationTokenSource source = new();
        TaskCompletionSource cancelled = new();

        Task call = Records.TellAsync(
            async cancellationToken =>
            {
                await source.CancelAsync();
                await WaitForCancelAsync(cancellationToken);
                cancelled.SetResult();
            },
            source.Token);

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AsyncCallback_ThatEndsWhileItIsCancelled_DoesNoHarm()
    {
        for (int i = 0; i < 2000; i++)
        {
            using Barrier barrier = new(2);
            (await Records.AskFirstAsync(_ => AnswerAsync(barrier), _ => AnswerAsync(barrier))).Should().Be(7);
        }

        static Task<uint> AnswerAsync(Barrier barrier) => Task.Run(() =>
        {
            barrier.SignalAndWait();
            return 7u;
        });
    }

    private static string ThrowHere(Token word) => throw new InvalidOperationException($"no lemma of {word.Text}");

    private static string? ThrowNothing() => null;

    private static async Task WaitForCancelAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<object> Replace(Bell bell)
    {
        object closure = new();
        bell.Replace(_ => GC.KeepAlive(closure));
        return new(closure);
    }

    private static bool IsCollected(WeakReference<object> reference)
    {
        GC.Collect();
        return !reference.TryGetTarget(out _);
    }

    [SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "They have messages.")]
    private sealed class SilentException(bool throws) : Exception
    {
        public override string Message => throws ? throw new InvalidOperationException("no message") : null!;
    }
}
