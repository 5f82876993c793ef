namespace AcmeText;

// Mirrors native/src/lib.rs.

/// <summary>A text to analyse.</summary>
/// <param name="Text">The text.</param>
/// <param name="Top">How many words to return at most.</param>
public sealed record AnalyseInput(string Text, int Top);

/// <summary>What the text consists of.</summary>
/// <param name="Words">The most frequent words, the most frequent first.</param>
public sealed record AnalyseOutput(IReadOnlyList<WordCount> Words);

/// <summary>How often a word occurs.</summary>
/// <param name="Word">The word, in lower case.</param>
/// <param name="Count">How often.</param>
public sealed record WordCount(string Word, int Count);
