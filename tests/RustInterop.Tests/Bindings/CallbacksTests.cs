using System.Collections.Concurrent;
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
}
