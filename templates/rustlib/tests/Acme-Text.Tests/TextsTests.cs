namespace AcmeText.Tests;

public sealed class TextsTests
{
    [Fact]
    public async Task AnalyseAllAsync_Texts_ReturnsTheWordsOfAllAndReportsEach()
    {
        Reports reports = new();

        IReadOnlyList<WordCount> words = await TextAnalysis.AnalyseAllAsync(["one two", "two"], top: 1, reports);

        Assert.Equal([new WordCount { Word = "two", Count = 2 }], words);
        Assert.Equal([new AnalyseProgress { Done = 1, Total = 2 }, new AnalyseProgress { Done = 2, Total = 2 }], reports.Values);
    }

    [Fact]
    public async Task AnalyseAllAsync_CancelledAtTheSecondText_DoesNotAnalyseTheThird()
    {
        using CancellationTokenSource source = new();
        using ManualResetEventSlim called = new();
        Reports reports = new(progress =>
        {
            // The first text is done before the method returns.
            if (progress.Done == 2)
            {
                called.Wait();
                source.Cancel();
            }
        });

        Task<IReadOnlyList<WordCount>> call =
            TextAnalysis.AnalyseAllAsync(["one", "two", "three"], progress: reports, cancellationToken: source.Token);
        called.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(2, reports.Values.Count);
    }

    private sealed class Reports(Action<AnalyseProgress>? onReport = null) : IProgress<AnalyseProgress>
    {
        public List<AnalyseProgress> Values { get; } = [];

        public void Report(AnalyseProgress value)
        {
            Values.Add(value);
            onReport?.Invoke(value);
        }
    }
}
