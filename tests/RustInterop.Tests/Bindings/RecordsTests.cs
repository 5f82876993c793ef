using System.Text.Json;
using RustInterop.Tests.RecordTypes;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Calls of a crate whose C# the build has generated.</summary>
public sealed class RecordsTests : RecordsLibraryTests
{
    [Fact]
    public void Call_RecordMadeInRust_HasEveryValueInCSharp()
    {
        Everything sample = Records.Sample();

        sample.Should().BeEquivalentTo(Sample.Everything with { OnlyOut = 0 }, options => options.Excluding(everything => everything.Any).WithStrictOrdering());
        JsonElement.DeepEquals(sample.Any, Sample.Everything.Any).Should().BeTrue();
    }

    [Fact]
    public void Call_RecordMadeInCSharp_HasEveryValueInRust() => Records.IsSample(Sample.Everything).Should().BeTrue();

    [Fact]
    public async Task CallAsync_RecordOfRust_ReturnsUnchanged() =>
        (await Records.IsSampleAsync(await Records.SampleAsync())).Should().BeTrue();

    [Fact]
    public void Call_MemberThatRustOnlyReads_IsSent() =>
        FluentActions.Invoking(() => Records.IsSample(Sample.Everything with { OnlyIn = 5, Skipped = [1] }))
            .Should().Throw<RustException>().WithMessage("*only_in: 5*").WithMessage("*skipped: [1]*");

    [Fact]
    public void Call_ZeroForANumberThatIsNeverZero_IsRefusedWithItsPath() =>
        FluentActions.Invoking(() => Records.IsSample(Sample.Everything with { NonZero = 0 }))
            .Should().Throw<RustException>().Which.Path.Should().Be("non_zero");

    [Fact]
    public void Call_MemberWithoutValue_IsRustsDefault()
    {
        Records.Describe(new() { Text = "a" }).Should().Be("a 10");
        Records.Describe(new() { Text = "a", Most = 3 }).Should().Be("a 3");
    }

    [Fact]
    public async Task CallAsync_WithProgress_ReportsIt()
    {
        List<Counted> reports = [];

        uint counted = await Records.CountAsync(3, progress: new Handler<Counted>(reports.Add));

        counted.Should().Be(3);
        reports.Should().Equal(new Counted { SoFar = 1 }, new Counted { SoFar = 2 }, new Counted { SoFar = 3 });
    }

    [Fact]
    public async Task Call_ErrorOfAType_IsThrownWithIt()
    {
        FluentActions.Invoking(() => Records.Count(0)).Should().Throw<RustException<CountError>>()
            .WithMessage("there is nothing to count").Which.Error.Should().Be(new CountError.Nothing());
        (await FluentActions.Awaiting(() => Records.CountAsync(5, most: 2)).Should().ThrowAsync<RustException<CountError>>())
            .Which.Error.Should().Be(new CountError.TooMany { Most = 2 });
    }

    [Fact]
    public async Task CallAsync_Cancelled_EndsAsCancelled()
    {
        using CancellationTokenSource cancellation = new();
        Task waiting = Records.WaitAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Call_NullForWhatIsRequired_IsRefusedBeforeRust() =>
        FluentActions.Invoking(() => Records.Describe(null!)).Should().Throw<ArgumentNullException>().WithParameterName("query");

    [Fact]
    public void Call_NullInAListOfWords_IsRefusedByRust() =>
        FluentActions.Invoking(() => Records.IsSample(Sample.Everything with { Words = Sample.Everything.Words with { Items = [null!] } }))
            .Should().Throw<RustException>().Where(exception => exception.Kind == RustErrorKind.InvalidInput)
            .Which.Path.Should().Be("words.items[0]");

    [Fact]
    public void Call_DeepRecord_CrossesBothWaysUpToRustsLimit()
    {
        const int Most = 127;
        Records.Levels(Nested(Most)).Should().Be(Most);
        Records.Levels(Records.Nest(Most)).Should().Be(Most);

        FluentActions.Invoking(() => Records.Levels(Nested(Most + 1)))
            .Should().Throw<RustException>().WithMessage("*recursion limit*").Which.Kind.Should().Be(RustErrorKind.InvalidInput);
        FluentActions.Invoking(() => Records.Levels(Nested(2000))).Should().Throw<JsonException>();
        FluentActions.Invoking(() => Records.Nest(129))
            .Should().Throw<RustException>().WithMessage("*128*").Which.Kind.Should().Be(RustErrorKind.InvalidReply);

        static Tree Nested(int levels) => Enumerable.Range(1, levels - 1).Aggregate(new Tree([]), (tree, _) => new([tree]));
    }

    [Fact]
    public void Call_NegativeDuration_IsRefusedBeforeRust() =>
        FluentActions.Invoking(() => Records.IsSample(Sample.Everything with { Duration = TimeSpan.FromTicks(-1) })).Should().Throw<JsonException>();

    [Fact]
    public void Call_FunctionWithoutParametersAndOutput_Returns() => Records.Close();

    private sealed class Handler<T>(Action<T> handle) : IProgress<T>
    {
        public void Report(T value) => handle(value);
    }
}
