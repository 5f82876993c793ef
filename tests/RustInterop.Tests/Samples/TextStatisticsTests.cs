using System.Text;
using CsCheck;
using RustInterop.Tests.Support;
using TextStats;

namespace RustInterop.Tests.Samples;

public sealed class TextStatisticsTests
{
    // Everything that the two languages could treat differently: case, punctuation, white space, and the order of code points.
    private static readonly Gen<string> Text =
        Gen.OneOf(
            "a", "B", "\u00e9", "\u00c9", "\u0130", "\uff21", "\U0001f600", ".", "'", "-", "\u2013", "\u00bf", "_", "\u0301",
            "\ufeff", "\u001c", "\u180e", "\u200b", "\0", " ", "\n", "\r", "\t", "\v", "\f", "\u0085", "\u00a0", "\u1680",
            "\u2000", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000")
        .Array[0, 60].Select(string.Concat);

    [Fact]
    public async Task Count_AnyText_IsTheSameInRustAndInCSharp()
    {
        using TemporaryFolder folder = new();
        await Gen.Select(Text, Gen.OneOf(1, 2, 9_999), Gen.Int[1, 4]).SampleAsync(
            async (text, times, threads) =>
            {
                string file = folder.PathOf($"{Guid.NewGuid():N}");
                await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat(text, times)));

                TextStatistics plain = PlainStatistics.Count(file, 100, null, CancellationToken.None);
                TextStatistics counted =
                    await RustStatistics.CountWordsAsync(new() { Path = file, Top = 100, Threads = (ulong)threads });

                plain.DifferenceFrom(counted).Should().BeNull();
                File.Delete(file);
            },
            iter: 200);
    }

    [Fact]
    public async Task RustCount_ByThreads_ReportsProgressUpToTheSizeOfTheFile()
    {
        await CountWithProgressAsync(
            (file, progress) => RustStatistics.CountWordsAsync(new() { Path = file, Top = 1, Threads = 3 }, progress));
    }

    [Fact]
    public Task PlainCount_ReportsProgressUpToTheSizeOfTheFile() =>
        CountWithProgressAsync(
            (file, progress) => Task.FromResult(PlainStatistics.Count(file, 1, progress, CancellationToken.None)));

    [Fact]
    public void PlainCount_InvalidUtf8_Throws()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("text");
        File.WriteAllBytes(file, [0xff]);

        Action count = () => PlainStatistics.Count(file, 1, null, CancellationToken.None);

        count.Should().Throw<DecoderFallbackException>();
    }

    [Fact]
    public void PlainCount_Cancelled_Throws()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("text");
        File.WriteAllText(file, "a");

        Action count = () => PlainStatistics.Count(file, 1, null, new CancellationToken(canceled: true));

        count.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void DifferenceFrom_AnotherResult_NamesBoth()
    {
        TextStatistics result = new() { Words = 3, Distinct = 2, Top = [Count("a", 2), Count("b", 1)] };

        result.DifferenceFrom(result with { Top = [Count("a", 2), Count("b", 1)] }).Should().BeNull();
        result.DifferenceFrom(result with { Words = 4 }).Should().Be("3 words, 2 distinct; not 4, 2");
        result.DifferenceFrom(result with { Distinct = 1 }).Should().Be("3 words, 2 distinct; not 3, 1");
        result.DifferenceFrom(result with { Top = [Count("a", 2), Count("c", 1)] }).Should()
            .Be("2 x 'a', 1 x 'b'; not 2 x 'a', 1 x 'c'");
    }

    private static WordCount Count(string word, ulong count) => new() { Word = word, Count = count };

    private static async Task CountWithProgressAsync(Func<string, IProgress<CountProgress>, Task<TextStatistics>> count)
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("text");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("zwölf ", 300_000)));
        Reports reports = new();

        await count(file, reports);

        reports.Values.Should().HaveCountGreaterThan(2).And.OnlyContain(report => report.Total == 2_100_000);
        reports.Values.Select(report => report.Read).Should().BeInAscendingOrder();
        reports.Values[^1].Read.Should().Be(2_100_000);
    }

    private sealed class Reports : IProgress<CountProgress>
    {
        public List<CountProgress> Values { get; } = [];

        public void Report(CountProgress value) => Values.Add(value);
    }
}
