namespace AcmeText;

// Mirrors native/src/lib.rs.

/// <summary>A text to analyse.</summary>
/// <param name="Text">The text.</param>
/// <param name="Top">The maximum number of words to return.</param>
public sealed record AnalyseInput(string Text, int Top);

/// <summary>The result of an analysis.</summary>
/// <param name="Words">The most frequent words, most frequent first.</param>
public sealed record AnalyseOutput(IReadOnlyList<WordCount> Words);

/// <summary>How often a word occurs.</summary>
/// <param name="Word">The word, in lower case.</param>
/// <param name="Count">How often.</param>
public sealed record WordCount(string Word, int Count);
