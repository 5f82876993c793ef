using System.Net;
using System.Text;
using System.Text.Json;
using RustInterop.Tests.RecordTypes;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Calls of a crate whose C# the build has generated.</summary>
public sealed class RecordsTests
{
    private static readonly Word Word = new() { WordValue = "w", Count = ulong.MaxValue };

    /// <summary>The record that Rust's <c>sample</c> returns.</summary>
    private static Everything Sample => new()
    {
        Bool = true,
        I8 = sbyte.MinValue,
        I16 = short.MinValue,
        I32 = int.MinValue,
        I64 = long.MinValue,
        I128 = Int128.MinValue,
        Isize = long.MinValue,
        U8 = byte.MaxValue,
        U16 = ushort.MaxValue,
        U32 = uint.MaxValue,
        U64 = ulong.MaxValue,
        U128 = UInt128.MaxValue,
        Usize = ulong.MaxValue,
        NonZero = ushort.MaxValue,
        F32 = 0.1f,
        F64 = -1.5e300,
        Char = new Rune(0x1F600),
        String = "é\n\"\0\u2028",
        Unit = default,
        Duration = TimeSpan.FromTicks(30_050_001),
        SystemTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).AddTicks(1),
        MaybeSystemTime = DateTimeOffset.UnixEpoch,
        Timestamp = new DateTimeOffset(2026, 11, 26, 15, 0, 0, TimeSpan.FromHours(1)).AddTicks(1_234_567),
        Uuid = Guid.Parse("67e55044-10b1-426f-9247-bb680e5fe0c8"),
        Decimal = -1.10m,
        Base64 = [1, 2, 3],
        IpAddress = IPAddress.Parse("2001:db8::1"),
        Ipv4 = IPAddress.Loopback,
        Ipv6 = IPAddress.IPv6Loopback,
        Path = "/a b",
        Any = JsonElement.Parse("""{"x":[1,null,"é"]}"""),
        Some = 7,
        None = null,
        List = ["a", null],
        Queue = [0, 255],
        Set = [1, 2],
        Array = [1, 2, 3],
        ByText = new Dictionary<string, uint> { ["a"] = 1 },
        ByNumber = new Dictionary<ulong, IReadOnlyList<bool>> { [ulong.MaxValue] = [true] },
        ByChar = new Dictionary<Rune, sbyte> { [new Rune(0x1F600)] = 1 },
        ByEnum = new Dictionary<Color, sbyte> { [Color.DarkBlue] = 2 },
        ByAddress = new Dictionary<IPAddress, bool> { [IPAddress.Loopback] = true },
        Tuple = ("a", null, Word),
        Six = (1, 2, 3, 4, 5, "six"),
        Color = Color.DarkBlue,
        Filters =
        [
            new Filter.Numbers(), new Filter.ShorterThan(3), new Filter.Pair("a", 1), new Filter.Word(Word),
            new Filter.Between { First = "a", Last = null },
        ],
        Events = [new Event.Started(), new Event.Word(Word), new Event.TooLong { Word = "w" }],
        Adjacent = [new Adjacent.Nothing(), new Adjacent.Text("x"), new Adjacent.Both(1, 2), new Adjacent.Named { A = true }],
        Untagged = [new Untagged.Nothing(), new Untagged.Number(1), new Untagged.Text("x"), new Untagged.Named { A = false }],
        Id = 9,
        Point = new(0.5, -1),
        Marker = default,
        Tree = new([new([]), new([new([])])]),
        Node = new() { Children = [new() { Children = [] }], Next = new() { Children = [] } },
        Words = new() { Items = [Word], First = Word },
        Numbers = new() { Items = [1], First = 1 },
        Maybe = new(),
        MaybeWord = new() { Value = Word },
        Either =
        [
            new Either<uint, string?>.Left(1), new Either<uint, string?>.Right { RightValue = null },
            new Either<uint, string?>.Right { RightValue = "x" },
        ],
        Flat = new() { Own = 1, Word = Word, Rest = new Dictionary<string, byte> { ["more"] = 3 } },
        WithDefault = [],
        WordText = "t",
        Type = "t",
    };

    [Fact]
    public void Call_RecordMadeInRust_HasEveryValueInCSharp()
    {
        Everything sample = Records.Sample();

        sample.Should().BeEquivalentTo(Sample with { OnlyOut = 0 }, options => options.Excluding(everything => everything.Any).WithStrictOrdering());
        JsonElement.DeepEquals(sample.Any, Sample.Any).Should().BeTrue();
    }

    [Fact]
    public void Call_RecordMadeInCSharp_HasEveryValueInRust() => Records.IsSample(Sample).Should().BeTrue();

    [Fact]
    public async Task CallAsync_RecordOfRust_ReturnsUnchanged() =>
        (await Records.IsSampleAsync(await Records.SampleAsync())).Should().BeTrue();

    [Fact]
    public void Call_MemberThatRustOnlyReads_IsSent() =>
        FluentActions.Invoking(() => Records.IsSample(Sample with { OnlyIn = 5, Skipped = [1] }))
            .Should().Throw<RustException>().WithMessage("*only_in: 5*").WithMessage("*skipped: [1]*");

    [Fact]
    public void Call_ZeroForANumberThatIsNeverZero_IsRefusedWithItsPath() =>
        FluentActions.Invoking(() => Records.IsSample(Sample with { NonZero = 0 }))
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
    public void Call_NegativeDuration_IsRefusedBeforeRust() =>
        FluentActions.Invoking(() => Records.IsSample(Sample with { Duration = TimeSpan.FromTicks(-1) })).Should().Throw<JsonException>();

    [Fact]
    public void Call_FunctionWithoutParametersAndOutput_Returns() => Records.Close();

    private sealed class Handler<T>(Action<T> handle) : IProgress<T>
    {
        public void Report(T value) => handle(value);
    }
}
