using CsCheck;
using RustInterop.Tests.Support;
using SearchIndex;

namespace RustInterop.Tests.Samples;

public sealed class SearchIndexTests
{
    // Words that many documents have, and everything that the two languages could treat differently.
    private static readonly Gen<string> Text =
        Gen.OneOf("a", "B", "ab", "7", "\u00e9", "\u00c9", "\U0001f600", " ", " ", ", ", "-", "\u00a0", "\u2028", "\0", "_").Array[0, 30]
            .Select(string.Concat);

    [Fact]
    public void Search_AnyDocuments_FindsTheSameInRustAndInCSharp()
    {
        Gen.Select(Text.Array[0, 40], Text, Gen.Int[0, 12]).Sample((texts, query, most) =>
        {
            Document[] documents = [.. texts.Select((text, number) => new Document { Title = $"{number}", Text = text })];
            using DocumentIndex rust = new();
            PlainIndex plain = new();
            foreach (Document[] batch in documents.Chunk(15))
            {
                rust.AddAll(batch);
                plain.AddAll(batch);
            }

            Comparison.AreSame(rust.Search(query, (uint)most), plain.Search(query, most)).Should().BeTrue();
        });
    }

    [Fact]
    public void AreSame_OtherHits_IsFalse()
    {
        Hit[] hits = [new() { Title = "a", Score = 2 }, new() { Title = "b", Score = 1 }];

        Comparison.AreSame(hits, [hits[0], hits[1] with { }]).Should().BeTrue();
        Comparison.AreSame(hits, [hits[0], hits[1] with { Score = 1.1 }]).Should().BeFalse();
        Comparison.AreSame(hits, [hits[0], hits[1] with { Title = "c" }]).Should().BeFalse();
        Comparison.AreSame(hits, hits[..1]).Should().BeFalse();
    }

    [Fact]
    public async Task All_WhileDocumentsAreAdded_HasThoseOfItsTime()
    {
        using DocumentIndex index = new();
        Document[] documents = [.. Enumerable.Range(0, 1_000).Select(number => new Document { Title = $"{number}", Text = "" })];
        index.AddAll(documents);

        List<Document> read = [];
        await foreach (Document document in index.All())
        {
            index.AddAll(documents[..1]);
            read.Add(document);
        }

        read.Should().Equal(documents);
    }

    [Fact]
    public async Task SearchIndex_Documents_PrintsTheTimesAndTheSameHits()
    {
        ProcessResult search = await BuiltProgram.SearchIndex.RunAsync("--documents", "300");

        search.Stderr.Should().BeEmpty();
        search.ExitCode.Should().Be(0);
        search.Stdout.Should().MatchRegex(@"indexing +\d+\.\d\d s +\d+\.\d\d s\n").And.Contain("\n300 documents as a stream ")
            .And.EndWith("\nthe same hits\n");
    }
}
