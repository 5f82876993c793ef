using RustInterop;

namespace AcmeText.Tests;

public sealed class TextAnalysisTests
{
    [Fact]
    public void Analyse_Text_ReturnsTheMostFrequentWords()
    {
        AnalyseOutput output = TextAnalysis.Analyse(new AnalyseInput("To be, or not to be: that is the question.", Top: 2));

        Assert.Equal([new WordCount("be", 2), new WordCount("to", 2)], output.Words);
    }

    [Fact]
    public async Task AnalyseAsync_Text_ReturnsTheMostFrequentWords()
    {
        AnalyseOutput output = await TextAnalysis.AnalyseAsync(new AnalyseInput("one two two", Top: 1));

        Assert.Equal([new WordCount("two", 2)], output.Words);
    }

    [Fact]
    public void Analyse_NoWords_ThrowsTheErrorOfRust()
    {
        RustException exception = Assert.Throws<RustException>(() => TextAnalysis.Analyse(new AnalyseInput("?!", Top: 1)));

        Assert.Equal(RustErrorKind.Failed, exception.Kind);
        Assert.Contains("the text has no words", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyse_NegativeTop_ThrowsWithItsPath()
    {
        RustException exception = Assert.Throws<RustException>(() => TextAnalysis.Analyse(new AnalyseInput("a", Top: -1)));

        Assert.Equal(RustErrorKind.InvalidInput, exception.Kind);
        Assert.Equal("top", exception.Path);
    }

    [Fact]
    public async Task AnalyseAsync_CancelledToken_IsCancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TextAnalysis.AnalyseAsync(new AnalyseInput("a", Top: 1), new CancellationToken(canceled: true)));
}
