using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using CsCheck;
using RustInterop.Bindings;
using RustInterop.Build;
using RustInterop.Tests.Properties;
using RustInterop.Tests.RecordTypes;
using Dictionary = RustInterop.Tests.RecordTypes.Dictionary;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>
/// Calls whose arguments and results cross in compact form. Each has the outcome that it has with JSON, by which the asynchronous methods
/// go.
/// </summary>
public sealed class CompactCallsTests : RecordsLibraryTests
{
    private const string Shape =
        """{"direct":2,"crate":"records","name":"same_i128","arguments":[{"name":"value","shape":"i128"}],"output":"i128","types":[]}""";

    private static readonly Word s_word = new() { WordValue = "w", Count = 1 };

    [Fact]
    public void Description_OfWhatHasACompactForm_SaysSo()
    {
        Dictionary<string, bool> exports = DescriptionFile.Read(File.ReadAllBytes(Library.Path)).ToDictionary(export => export.Symbol, export => export.IsDirect);

        string[] compact =
        [
            "same_compact", "same_compacts", "same_color", "same_filter", "same_filters", "same_words", "same_page", "same_maybe_text",
            "same_maybe_number", "same_pair", "same_point", "same_id", "same_empty", "same_tree", "same_node", "same_duration", "same_moment",
            "same_address", "same_texts", "same_three", "same_non_zeros", "same_maps", "same_span", "same_loose", "same_one_way", "only_in",
            "longest", "chain", "words_of", "fail_with_word", "panic_with_words", "same_i128", "Dictionary_new", "Dictionary_find", "Dictionary_add",
        ];
        compact.Should().OnlyContain(name => exports[$"records_{name}"]);
        // A map may look like an error, and the others have what goes by names, or handles.
        string[] others = ["same_map", "sample", "is_sample", "describe", "turned"];
        others.Should().OnlyContain(name => !exports[$"records_{name}"]);
    }

    [Fact]
    public void Direct_OnlyOneSideHasIt_IsNull()
    {
        ExportOf(Shape).Direct.Should().NotBeNull();
        string[] conventions = ["", "\"direct\":1,", "\"direct\":3,"];
        foreach (string other in conventions)
        {
            GeneratedExport<Int128, Int128> export = ExportOf(Shape.Replace("\"direct\":2,", other, StringComparison.Ordinal));
            export.Direct.Should().BeNull();
            export.Invoke(Int128.MinValue).Should().Be(Int128.MinValue);
        }
    }

    [Fact]
    public void Call_EveryKind_IsTheSameByBothWays()
    {
        Values.Sample(value => IsSame(value, Records.SameCompact, Records.SameCompactAsync), iter: 100);
        Values.List[0, 40].Sample(values => IsSame<IReadOnlyList<Compact>>(values, Records.SameCompacts, Records.SameCompactsAsync), iter: 10);
    }

    [Fact]
    public void Call_ValueByItself_IsTheSameByBothWays()
    {
        Same<string?, string?>(Records.SameMaybeText, Records.SameMaybeTextAsync, null, "", "é\0");
        Same<long?, long?>(Records.SameMaybeNumber, Records.SameMaybeNumberAsync, null, 0, long.MinValue);
        Same<(string, uint?), (string, uint?)>(Records.SamePair, Records.SamePairAsync, ("", null), ("a", 1u));
        Same(Records.SamePoint, Records.SamePointAsync, new Point(double.NaN, double.NegativeInfinity), new Point(-0.0, double.Epsilon));
        Same(Records.SameId, Records.SameIdAsync, 0ul, ulong.MaxValue);
        Same(Records.SameEmpty, Records.SameEmptyAsync, new Empty());
        Same(Records.SameTree, Records.SameTreeAsync, Tree(1), Tree(100));
        Same(Records.SameNode, Records.SameNodeAsync, Chain(1), Chain(100));
        Same(Records.SameDuration, Records.SameDurationAsync, TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.FromTicks(1));
        Same(Records.SameMoment, Records.SameMomentAsync, Moments(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, new(2000, 1, 1, 0, 0, 0, TimeSpan.FromHours(5))));
        Same(Records.SameAddress, Records.SameAddressAsync, IPAddress.Loopback, IPAddress.Any);
        Same(Records.SameColor, Records.SameColorAsync, Color.Red, Color.DarkBlue);
        Same<IReadOnlyList<byte>, IReadOnlyList<byte>>(Records.SameThree, Records.SameThreeAsync, [1, 2, 3]);
        Same<IReadOnlyList<ushort>, IReadOnlyList<ushort>>(Records.SameNonZeros, Records.SameNonZerosAsync, [], [1, ushort.MaxValue]);
        Same(Records.SamePage, Records.SamePageAsync, new Page<Word?> { Items = [null, s_word], First = null });
        Same(Records.SameSpan, Records.SameSpanAsync, new Span { From = 1, To = 2 });
        Same(Records.SameOneWay, Records.SameOneWayAsync, new OneWay { Both = 1, OnlyIn = 2, Last = "l" });
        Records.OnlyIn(new OneWay { Both = 1, OnlyIn = 2, OnlyOut = 3, Last = "l" }).Should().Be(((ushort)2, 7u, 0ul));
    }

    [Fact]
    public void Call_WhatTheCompactFormCannotHave_ThrowsAsWithJson()
    {
        Same<string?, string?>(Records.SameMaybeText, Records.SameMaybeTextAsync, "\ud800");
        Same<IReadOnlyList<string>, IReadOnlyList<string>>(Records.SameTexts, Records.SameTextsAsync, ["a", "b\udc00"], ["a", null!]);
        Same<IReadOnlyList<Word>, IReadOnlyList<Word>>(Records.SameWords, Records.SameWordsAsync, [s_word, null!], [s_word, s_word with { WordValue = null! }]);
        Same<Filter, Filter>(Records.SameFilter, Records.SameFilterAsync, new Filter.Pair(null!, 1), new Filter.Word(null!));
        Same(Records.SameColor, Records.SameColorAsync, (Color)2, (Color)(-1));
        Same(Records.SameDuration, Records.SameDurationAsync, TimeSpan.FromTicks(-1));
        Same(Records.SameMoment, Records.SameMomentAsync, Moments(DateTimeOffset.UnixEpoch.AddTicks(-1)));
        Same<IReadOnlyList<IReadOnlyDictionary<string, Word>>, IReadOnlyList<IReadOnlyDictionary<string, Word>>>(Records.SameMaps, Records.SameMapsAsync, [new Dictionary<string, Word> { ["a"] = null! }]);
        Same(Records.SameOneWay, Records.SameOneWayAsync, new OneWay { Both = 1, OnlyIn = null, Last = "l" });
        Same<(string, uint?), (string, uint?)>(Records.SamePair, Records.SamePairAsync, (null!, 1u));
    }

    [Fact]
    public void Call_WhatRustRefuses_ThrowsAsWithJson()
    {
        Same<IReadOnlyList<ushort>, IReadOnlyList<ushort>>(Records.SameNonZeros, Records.SameNonZerosAsync, [1, 0, 1]);
        Same<IReadOnlyList<byte>, IReadOnlyList<byte>>(Records.SameThree, Records.SameThreeAsync, [1, 2], [1, 2, 3, 4], []);
        Same(Records.SameAddress, Records.SameAddressAsync, IPAddress.IPv6Loopback);
        Same(Records.SameSpan, Records.SameSpanAsync, new Span { From = 2, To = 1 });
        Same(Records.SameTree, Records.SameTreeAsync, Tree(126), Tree(127), Tree(128), Tree(129), Tree(300));
        Same(Records.SameNode, Records.SameNodeAsync, Chain(126), Chain(127), Chain(128), Chain(129), Chain(300));

        FluentActions.Invoking(() => Records.SameSpan(new Span { From = 2, To = 1 }))
            .Should().Throw<RustException>().Where(exception => exception.Kind == RustErrorKind.InvalidInput && exception.Path == "to");
    }

    [Fact]
    public void Call_ListThatContainsItself_ThrowsAsWithJson()
    {
        List<Tree> endless = [];
        endless.Add(new Tree(endless));
        endless.Add(new Tree(endless));

        Same(Records.SameTree, Records.SameTreeAsync, new Tree(endless));
    }

    [Fact]
    public void Call_TypeThatRustReadsByNames_GoesByJson() =>
        Same(Records.SameLoose, Records.SameLooseAsync, new Loose { Name = "a" }, new Loose { Name = "" });

    [Fact]
    public void Call_ListsAndMapsOfEveryKind_ArriveInTheirOrder()
    {
        Word[] words = [s_word, s_word with { WordValue = "x" }];
        foreach (IReadOnlyList<Word> list in new IReadOnlyList<Word>[]
            { words, words.ToList(), words.ToImmutableArray(), words.ToImmutableList(), Array.AsReadOnly(words), [s_word, words[1]], [s_word] })
        {
            Text(Records.SameWords(list)).Should().Be(Text(list));
        }

        Dictionary<string, Word> usual = new() { ["b"] = s_word, ["a"] = words[1] };
        foreach (IReadOnlyDictionary<string, Word> map in new IReadOnlyDictionary<string, Word>[]
            { usual, new SortedDictionary<string, Word>(usual), usual.ToFrozenDictionary(), usual.ToImmutableDictionary() })
        {
            Records.SameMaps([map]).Should().ContainSingle().Which.Should().Equal(usual);
        }
    }

    [Fact]
    public void Call_ResultsOfAnyLength_AreComplete()
    {
        foreach (ulong count in new ulong[] { 0, 1, 30, 40, 100_000 })
        {
            IReadOnlyList<Word> words = Records.WordsOf(count, "word");
            words.Select(word => word.Count).Should().Equal(Enumerable.Range(0, (int)count).Select(number => (ulong)number));
            Records.SameWords(words).Should().Equal(words);
        }
    }

    [Fact]
    public void Call_OfAnObject_PassesEachArgumentInItsPlace()
    {
        using Dictionary dictionary = new([s_word, s_word with { WordValue = "x" }]);
        using Dictionary other = new([]);
        using RustBytes bytes = Records.Invert([1, 2, 3]);
        other.Add([s_word with { WordValue = "wo" }], ("wx", 5));

        (IReadOnlyList<Word> found, ulong length) = dictionary.Find("w", [1, 2], s_word with { WordValue = "w3" }, bytes, other, 10);

        found.Select(word => word.WordValue).Should().Equal("w", "wo", "wx", "w3");
        length.Should().Be(5);
        dictionary.Find("", [], null, bytes, other, 3).Item1.Should().HaveCount(3);
        dictionary.Dispose();
        FluentActions.Invoking(() => dictionary.Find("", [], null, bytes, other, 3)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Call_ThatFails_ThrowsAsWithJson()
    {
        Same(Records.FailWithWord, Records.FailWithWordAsync, s_word);
        Same<IReadOnlyList<Word>, IReadOnlyList<Word>>(Records.PanicWithWords, Records.PanicWithWordsAsync, [s_word]);
        FluentActions.Invoking(() => Records.FailWithWord(s_word)).Should().Throw<RustException<LookupError>>()
            .Which.Error.Should().Be(new LookupError.Unknown("w"));
        FluentActions.Invoking(() => Records.PanicWithWords([s_word])).Should().Throw<RustPanicException>().Which.Location.Should().Contain("compact.rs:");
        FluentActions.Invoking(() => Records.SameWords(null!)).Should().Throw<ArgumentNullException>().WithParameterName("value");
    }

    [Fact]
    public async Task Call_ResultThatCSharpCannotHold_ThrowsAsWithJson()
    {
        foreach ((Action call, Func<Task> json) in new (Action, Func<Task>)[]
        {
            (() => Records.Longest(), () => Records.LongestAsync()),
            (() => Records.Chain(200), () => Records.ChainAsync(200)),
        })
        {
            RustException thrown = FluentActions.Invoking(call).Should().Throw<RustException>().Which;
            thrown.Kind.Should().Be((await json.Should().ThrowAsync<RustException>()).Which.Kind).And.Be(RustErrorKind.InvalidReply);
        }

        Records.Chain(100).Next!.Next.Should().NotBeNull();
    }

    [Fact]
    public void Call_WithinTheWritingOfAnother_LeavesItsBytesAlone()
    {
        CallingList list = new();

        Records.SameWords(list).Select(word => word.Count).Should().Equal(0, 1, 2);
    }

    [Fact]
    public void Call_AllocatesWhatItReturns()
    {
        Word[] words = [.. Records.WordsOf(1000, "a text")];
        Records.SameWords(words);

        Allocated(() => Records.SamePoint(new(1, 2))).Should().Be(2 * Allocated(() => new Point(1, 2)));
        Allocated(() => Records.SameWords(words)).Should().Be(
            Allocated(() => Array.ConvertAll(words, static word => new Word { WordValue = new string('a', 6), Count = 0 })));
    }

    private static Gen<Word> Words => Gen.Select(Generated.Texts, Gen.ULong, (text, count) => new Word { WordValue = text, Count = count });

    private static Gen<Filter> Filters => Gen.OneOf(
        Gen.Const<Filter>(new Filter.Numbers()),
        Gen.UInt.Select(number => (Filter)new Filter.ShorterThan(number)),
        Gen.Select(Generated.Texts, Gen.UInt, (text, number) => (Filter)new Filter.Pair(text, number)),
        Words.Select(word => (Filter)new Filter.Word(word)),
        Gen.Select(Generated.Texts, Generated.Texts.Null(), (first, last) => (Filter)new Filter.Between { First = first, Last = last }),
        Gen.Select(Gen.Float, Gen.Double.Nullable(), (least, most) => (Filter)new Filter.Share { Least = least, Most = most }));

    private static Gen<Compact> Values => Gen.Select(
        Gen.Select(Gen.Byte, Gen.Short, Gen.Int, Gen.Long, Gen.UShort, Gen.UInt, Gen.ULong),
        Gen.Select(Gen.Float, Gen.Double, Generated.Texts, Gen.Int[0, 0xD7FF], Gen.Bool, Gen.Enum<Color>(), Gen.Long[0, long.MaxValue]),
        Gen.Select(Words.List[0, 4], Filters.List[0, 4], Gen.Byte.List[0, 9], Generated.Texts.Null().List[0, 4], Gen.Byte.Array[16], Generated.Texts.Null()),
        Gen.Select(Gen.Dictionary(Generated.Texts, Gen.Float)[0, 4], Gen.Dictionary(Gen.Long, Gen.Bool.List[0, 3])[0, 4], Words),
        (whole, others, lists, maps) => new Compact
        {
            Truth = others.Item5,
            I8 = unchecked((sbyte)whole.Item1),
            I16 = whole.Item2,
            I32 = whole.Item3,
            I64 = whole.Item4,
            I128 = (Int128)whole.Item4 * whole.Item4 * (whole.Item3 | 1),
            U8 = whole.Item1,
            U16 = whole.Item5,
            U32 = whole.Item6,
            U64 = whole.Item7,
            U128 = (UInt128)whole.Item7 * whole.Item7,
            F32 = others.Item1,
            F64 = others.Item2,
            Character = new Rune(others.Item4),
            Text = others.Item3,
            Unit = default,
            Duration = TimeSpan.FromTicks(others.Item7),
            Time = DateTimeOffset.UnixEpoch.AddTicks(others.Item7 / 10),
            Address = new IPAddress(lists.Item5),
            Path = others.Item3,
            MaybeNumber = others.Item5 ? whole.Item6 : null,
            MaybeText = lists.Item6,
            MaybeDuration = others.Item5 ? TimeSpan.FromTicks(others.Item7) : null,
            List = lists.Item4,
            Bytes = lists.Item3,
            Set = [.. lists.Item3.Distinct().Order().Select(number => (uint)number)],
            Array = [whole.Item2, 0, 1],
            ByText = maps.Item1,
            ByNumber = maps.Item2.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<bool>)pair.Value),
            ByChar = new Dictionary<Rune, Word> { [new Rune(others.Item4)] = maps.Item3 },
            ByColor = new Dictionary<Color, Color?> { [others.Item6] = others.Item5 ? Color.Red : null },
            Pair = (others.Item3, whole.Item6),
            Triple = (maps.Item3, lists.Item1, others.Item2),
            Color = others.Item6,
            MaybeColor = others.Item5 ? others.Item6 : null,
            Filters = lists.Item2,
            Id = whole.Item7,
            Point = new Point(others.Item2, others.Item1),
            Marker = default,
            Empty = new Empty(),
            Tree = Tree(lists.Item1.Count + 1),
            Node = Chain(lists.Item1.Count + 1),
            Words = new Page<Word> { Items = lists.Item1, First = maps.Item3 },
            Numbers = new Page<uint> { Items = [whole.Item6], First = 0 },
            Maybe = new MaybeOfUInt32 { Value = others.Item5 ? whole.Item6 : null },
            MaybeWord = new MaybeOfWord { Value = others.Item5 ? maps.Item3 : null },
            Either = [new Either<uint, string?>.Left(whole.Item6), new Either<uint, string?>.Right { RightValue = lists.Item6 }],
        });

    private static Moment[] Moments(params DateTimeOffset[] times) => [.. times.Select(time => new Moment { Time = time })];

    private static Tree Tree(int levels) => Enumerable.Range(1, levels - 1).Aggregate(new Tree([]), (tree, _) => new Tree([tree]));

    private static Node Chain(int levels) =>
        Enumerable.Range(1, levels - 1).Aggregate(new Node { Children = [] }, (node, _) => new Node { Children = [], Next = node });

    private static GeneratedExport<Int128, Int128> ExportOf(string shape) => new(
        new GeneratedLibrary("records", typeof(Records).Assembly), "records_same_i128", new JsonTypes(), error: null, () => Encoding.UTF8.GetBytes(shape));

    private static void Same<T, TResult>(
        Func<T, TResult> compact, Func<T, CancellationToken, Task<TResult>> json, params T[] values)
    {
        foreach (T value in values)
        {
            Outcome(() => compact(value)).Should().Be(Outcome(() => json(value, CancellationToken.None).GetAwaiter().GetResult()));
        }
    }

    private static bool IsSame<T>(T value, Func<T, T> compact, Func<T, CancellationToken, Task<T>> json) =>
        Text(compact(value)) == Text(json(value, CancellationToken.None).GetAwaiter().GetResult());

    private static string Outcome<T>(Func<T> call)
    {
        try
        {
            return Text(call());
        }
        catch (RustException exception)
        {
            return $"{exception.GetType()} {exception.Kind} {exception.Path} {exception.Line} {exception.Column} {exception.Message}";
        }
        catch (Exception exception) when (exception is ArgumentException or System.Text.Json.JsonException)
        {
            return $"{exception.GetType()} {exception.Message}";
        }
    }

    /// <summary>A value with all that is in it. What differs has different texts.</summary>
    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        double number => $"{BitConverter.DoubleToUInt64Bits(double.IsNaN(number) ? double.NaN : number):X}",
        float number => $"{BitConverter.SingleToUInt32Bits(float.IsNaN(number) ? float.NaN : number):X}",
        DateTimeOffset time => $"{time.UtcTicks}",
        // Rust's maps have an order of their own.
        System.Collections.IDictionary map => $"[{string.Join(", ", map.Cast<object?>().Select(Text).Order(StringComparer.Ordinal))}]",
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        System.Runtime.CompilerServices.ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(index => Text(tuple[index])))})",
        _ when value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) =>
            $"{Text(type.GetProperty("Key")!.GetValue(value))}: {Text(type.GetProperty("Value")!.GetValue(value))}",
        _ when value.GetType().Namespace == typeof(Records).Namespace && !value.GetType().IsEnum =>
            $"{value.GetType().Name}{{{string.Join(", ", value.GetType().GetProperties().Select(property => $"{property.Name}={Text(property.GetValue(value))}"))}}}",
        _ => $"{value}",
    };

    private static long Allocated(Func<object> call)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private sealed class CallingList : IReadOnlyList<Word>
    {
        public int Count => 3;

        public Word this[int index] => Records.WordsOf((ulong)index + 1, new string('x', 5000))[index];

        public IEnumerator<Word> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
