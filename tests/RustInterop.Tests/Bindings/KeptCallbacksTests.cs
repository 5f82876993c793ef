using System.Runtime.CompilerServices;
using RustInterop.Tests.RecordTypes;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Functions that Rust keeps after the call that got them.</summary>
public sealed class KeptCallbacksTests : RecordsLibraryTests
{
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
}
