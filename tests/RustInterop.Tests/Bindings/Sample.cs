using System.Net;
using System.Text;
using System.Text.Json;
using RustInterop.Tests.RecordTypes;

namespace RustInterop.Tests.Bindings;

/// <summary>The record that <c>sample</c> of tests/crates/records returns. The program tests/consumers/Records has it too.</summary>
internal static class Sample
{
    /// <summary>A new one for each use.</summary>
    public static Everything Everything => new()
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
        Infinity = float.PositiveInfinity,
        NotANumber = double.NaN,
        MaybeNotANumber = float.NaN,
        Infinities = [double.PositiveInfinity, double.NegativeInfinity],
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
        HashSet = [1],
        Slice = [1, 2],
        Array = [1, 2, 3],
        ByText = new Dictionary<string, float> { ["a"] = float.NegativeInfinity },
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
            new Filter.Between { First = "a", Last = null }, new Filter.AtLeast(double.NegativeInfinity),
            new Filter.Share { Least = float.NaN, Most = double.PositiveInfinity },
        ],
        Events =
        [
            new Event.Started(), new Event.Word(Word), new Event.TooLong { Word = "w" },
            new Event.Renamed(), new Event.Renamed { To = null }, new Event.Renamed { To = "x" },
        ],
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
        Null = null,
        Present = Word,
        Changes =
        [
            new() { From = 1 }, new() { From = 1, To = null }, new() { From = 1, To = double.NaN },
        ],
        Edited = new() { Own = 1, Edit = new() { Color = null, Text = "x" } },
        WithDefault = [],
        WordText = "t",
        Type = "t",
    };

    private static Word Word => new() { WordValue = "w", Count = ulong.MaxValue };
}
