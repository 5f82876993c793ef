using RustInterop;

namespace AcmeText.Tests;

public sealed class TextAnalysisTests
{
    [Fact]
    public void Analyse_Text_ReturnsTheMostFrequentWords()
    {
        AnalyseOutput output = TextAnalysis.Analyse(new() { Text = "To be, or not to be: that is the question.", Top = 2 });

        Assert.Equal([new WordCount { Word = "be", Count = 2 }, new WordCount { Word = "to", Count = 2 }], output.Words);
    }

    [Fact]
    public async Task AnalyseAsync_WithoutTop_ReturnsAllWords()
    {
        AnalyseOutput output = await TextAnalysis.AnalyseAsync(new() { Text = "one two two" });

        Assert.Equal([new WordCount { Word = "two", Count = 2 }, new WordCount { Word = "one", Count = 1 }], output.Words);
    }

    [Fact]
    public void Analyse_NoWords_ThrowsTheErrorOfRust()
    {
        RustException<AnalyseError> exception = Assert.Throws<RustException<AnalyseError>>(() => TextAnalysis.Analyse(new() { Text = "?!" }));

        Assert.Equal(AnalyseError.NoWords, exception.Error);
        Assert.Contains("the text has no words", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyseAsync_CancelledToken_IsCancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TextAnalysis.AnalyseAsync(new() { Text = "a" }, new CancellationToken(canceled: true)));
}
