namespace AcmeText.Tests;

public sealed class WordCounterTests
{
    [Fact]
    public void Top_AfterSeveralTexts_HasTheWordsOfAll()
    {
        using WordCounter counter = new();
        counter.Add("To be");
        counter.Add("or not to");

        Assert.Equal([new WordCount { Word = "to", Count = 2 }], counter.Top(1));
    }

    [Fact]
    public void Add_AfterDispose_Throws()
    {
        WordCounter counter = new();
        counter.Dispose();

        Assert.Throws<ObjectDisposedException>(() => counter.Add("To be"));
    }
}
