using System.Text;
using CsCheck;
using RustInterop.Bindings;
using RustInterop.Tests.Properties;
using RustInterop.Tests.RecordTypes;
using RustInterop.Tests.Support;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Calls whose arguments and results cross without JSON. Each has the result that it has with JSON.</summary>
public sealed class DirectCallsTests : RecordsLibraryTests
{
    private const string Shape =
        """{"direct":1,"crate":"records","name":"same_u32","arguments":[{"name":"value","shape":"u32"}],"output":"u32","types":[]}""";

    private static readonly JsonTypes s_types = new();

    [Fact]
    public void Call_WholeNumber_IsTheSameByBothWays()
    {
        Same("same_bool", Records.SameBool, Gen.Bool);
        Same("same_i8", Records.SameI8, Gen.SByte, sbyte.MinValue, sbyte.MaxValue);
        Same("same_i16", Records.SameI16, Gen.Short, short.MinValue, short.MaxValue);
        Same("same_i32", Records.SameI32, Gen.Int, int.MinValue, int.MaxValue);
        Same("same_i64", Records.SameI64, Gen.Long, long.MinValue, long.MaxValue);
        Same("same_isize", Records.SameIsize, Gen.Long, long.MinValue, long.MaxValue);
        Same("same_u8", Records.SameU8, Gen.Byte, byte.MinValue, byte.MaxValue);
        Same("same_u16", Records.SameU16, Gen.UShort, ushort.MinValue, ushort.MaxValue);
        Same("same_u32", Records.SameU32, Gen.UInt, uint.MinValue, uint.MaxValue);
        Same("same_u64", Records.SameU64, Gen.ULong, ulong.MinValue, ulong.MaxValue);
        Same("same_usize", Records.SameUsize, Gen.ULong, ulong.MinValue, ulong.MaxValue);
        Same<ulong>("same_non_zero", Records.SameNonZero, Gen.ULong, 0, 1, ulong.MaxValue);
        Same<sbyte>("same_signed_non_zero", Records.SameSignedNonZero, Gen.SByte, 0, -1, sbyte.MinValue);
        Records.SameI128(Int128.MinValue).Should().Be(Int128.MinValue);
    }

    [Fact]
    public void Call_FloatingPointNumber_IsTheSameByBothWays()
    {
        Same("same_f32", Records.SameF32, Gen.Float, -0f, float.Epsilon, float.MinValue, float.NaN, float.NegativeInfinity);
        Same("same_f64", Records.SameF64, Gen.Double, -0d, double.Epsilon, double.MaxValue, double.NaN, double.PositiveInfinity);
        BitConverter.DoubleToUInt64Bits(Records.SameF64(-0d)).Should().Be(1ul << 63);
        BitConverter.SingleToUInt32Bits(Records.SameF32(-0f)).Should().Be(1u << 31);
    }

    [Fact]
    public void Call_Text_IsTheSameByBothWays()
    {
        Same("same_char", Records.SameChar, Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(number => new Rune(number)), new Rune(0), new Rune(0x10FFFF));
        Same("same_text", Records.SameText, Generated.Texts, "", "a\0b", "\ud83e\udd80", new string('é', 84), new string('é', 85), new string('€', 20_000));
    }

    [Fact]
    public void Call_SeveralTextsOfAnyLength_JoinsThem()
    {
        Gen<string> texts = Gen.Select(Generated.Texts, Gen.Int[0, 60], (text, times) => string.Concat(Enumerable.Repeat(text, times)));

        Gen.Select(texts, texts, texts).Sample((first, text, last) => Records.Between(first, text, last) == first + text + last, iter: 200);
    }

    [Fact]
    public void Call_ResultsOfAnyLength_AreComplete()
    {
        foreach (int length in new[] { 0, 1, 511, 512, 513, 20 << 20 })
        {
            Records.Repeated("x", (ulong)length).Should().Be(new string('x', length));
            using RustBytes zeros = Records.Zeros((ulong)length);
            zeros.Span.IndexOfAnyExcept((byte)0).Should().Be(-1);
            zeros.Length.Should().Be(length);
            Records.LengthOf(zeros).Should().Be((ulong)length);
        }
    }

    [Fact]
    public void Call_ManyArguments_PassesEachInItsPlace()
    {
        Records.Result(1, 2, 3, 4).Should().Be(10);
        Records.Sum(-1, 2, -3, 4, -5, 6, -7, true, new Rune('a'), 0.5f, 0.25, [1, 2]).Should().Be(-4 + 1 + 97 + 0.75 + 3);
        Records.JoinTexts("a", "b", "c", "d", "e").Should().Be("abcde");
    }

    [Theory]
    [InlineData(0, 0xD800)]
    [InlineData(1, 0xDC00)]
    public void Call_TextThatIsNotUnicode_ThrowsAsWithJson(int index, int half)
    {
        string text = new string('a', index) + (char)half;
        string longText = new string('a', 1000) + text;

        Thrown(() => Records.SameText(text)).Should().Be(Thrown(() => Json<string, string>("same_text").Invoke(text)));
        Thrown(() => Records.Between("a", longText, "b")).Message.Should().Contain("half a surrogate pair");
        FluentActions.Invoking(() => Records.SameText(null!)).Should().Throw<ArgumentNullException>().WithParameterName("value");
    }

    [Fact]
    public void Call_ThatFails_ThrowsAsWithJson()
    {
        Thrown(() => Records.FailWith("a message")).Should().Be(Thrown(() => Json<string, uint>("fail_with").Invoke("a message")));
        Thrown(() => Records.PanicWith("a panic")).Should().Be(Thrown(() => Json<string, string>("panic_with").Invoke("a panic")));
        FluentActions.Invoking(() => Records.PanicWith("a panic")).Should().Throw<RustPanicException>().Which.Location.Should().Contain("direct.rs:");
        FluentActions.Invoking(() => Records.Root(-1)).Should().Throw<RustException<NoRoot>>().WithMessage("-1 has no root")
            .Which.Error.Should().Be(new NoRoot { Of = -1 });
        Records.Root(4).Should().Be(2);
    }

    [Fact]
    public void Call_ThatCallsBack_HasTheExceptionAsItsCause()
    {
        InvalidOperationException thrown = new("not now");
        using Bell bell = new(times => throw (times == 3 ? thrown : new TimeoutException()));

        FluentActions.Invoking(() => bell.Ring(3)).Should().Throw<RustException>().Which.InnerException.Should().BeSameAs(thrown);
    }

    [Fact]
    public void Call_OfACallback_MayCallAgain()
    {
        using Document document = new();
        string? text = null;
        using Bell bell = new(times => text = Records.Repeated(document.Text() + "ab", times));

        bell.Ring(3);

        text.Should().Be("ababab");
        bell.Replace(null);
    }

    [Fact]
    public void Bytes_OfAShortResult_CannotBeUsedOnceDisposedOf()
    {
        RustBytes bytes = Records.Invert([1]);
        bytes.Dispose();
        bytes.Dispose();

        FluentActions.Invoking(() => bytes.Memory).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => bytes.Span.Length).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => Records.LengthOf(bytes)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Bytes_OfALongResult_AreSharedWithRust()
    {
        using RustBytes zeros = Records.Zeros(1000);
        using RustBytes same = Records.SameBytes(zeros);

        same.Span.Overlaps(zeros.Span, out int offset).Should().BeTrue();
        offset.Should().Be(0);
    }

    [Fact]
    public void Direct_LibraryWithThatSignature_HasAnEntry()
    {
        GeneratedExport<uint, uint> export = ExportOf("same_u32", Shape);

        export.Direct!.Invoke(1, 7, 0).Should().Be(7);
    }

    [Theory]
    [InlineData("same_u32", "\"direct\":1,", "")]
    [InlineData("same_u32", "\"direct\":1,", "\"direct\":2,")]
    [InlineData("same_later", "same_u32", "same_later")]
    public void Direct_OnlyOneSideHasIt_IsNull(string name, string before, string after)
    {
        GeneratedExport<uint, uint> export = ExportOf(name, Shape.Replace(before, after, StringComparison.Ordinal));

        export.Direct.Should().BeNull();
        export.Invoke(7).Should().Be(7);
    }

    [Fact]
    public void Direct_LibraryWithAnotherSignature_IsRefused() =>
        FluentActions.Invoking(() => ExportOf("same_u32", Shape.Replace("u32\"}", "u64\"}", StringComparison.Ordinal)).Direct)
            .Should().Throw<RustLibraryLoadException>().WithMessage("*same_u32.value: Rust has u32, this assembly has u64*");

    [Theory]
    [InlineData(null, "direct, FF00")]
    [InlineData("0", "direct, FF00")]
    [InlineData("1", "JSON, FF00")]
    public async Task Environment_ThatWantsJson_GetsJson(string? value, string expected)
    {
        ProcessResult child = await ChildProgram.RunWithInputAsync(
            "", new Dictionary<string, string?> { ["RUST_INTEROP_JSON"] = value }, "print-lane");

        child.Stdout.Should().Be(expected);
    }

    private static GeneratedExport<uint, uint> ExportOf(string name, string shape) => new(
        new GeneratedLibrary("records", typeof(Records).Assembly), $"records_{name}", s_types, error: null, () => Encoding.UTF8.GetBytes(shape));

    private static void Same<T>(string name, Func<T, T> direct, Gen<T> values, params T[] others)
    {
        RustProcedure<T, T> json = Json<T, T>(name);
        values.Sample(IsSame, iter: 50);
        foreach (T value in others)
        {
            IsSame(value).Should().BeTrue("of {0}({1})", name, value);
        }

        bool IsSame(T value) => Outcome(() => direct(value)) == Outcome(() => json.Invoke(value));
    }

    private static RustProcedure<TInput, TOutput> Json<TInput, TOutput>(string name) =>
        Library.GetProcedure(name, s_types.Get<TInput>(), s_types.Get<TOutput>());

    private static (string? Value, string? Error) Outcome<T>(Func<T> call)
    {
        try
        {
            return (call()!.ToString(), null);
        }
        catch (RustException exception)
        {
            // The place in the JSON is only in one of them.
            return (null, $"{exception.Kind} {exception.Message.Split(" (line ")[0]}");
        }
    }

    private static (Type Type, string Message, RustErrorKind? Kind) Thrown(Action call)
    {
        Exception exception = FluentActions.Invoking(call).Should().Throw<Exception>().Which;
        return (exception.GetType(), exception.Message, (exception as RustException)?.Kind);
    }
}
