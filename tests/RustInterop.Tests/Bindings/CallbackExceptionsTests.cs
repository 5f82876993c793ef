using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RustInterop.Tests.RecordTypes;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>What such a function throws.</summary>
public sealed class CallbackExceptionsTests : RecordsLibraryTests
{
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

    private static string ThrowHere(Token word) => throw new InvalidOperationException($"no lemma of {word.Text}");

    private static string? ThrowNothing() => null;

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
