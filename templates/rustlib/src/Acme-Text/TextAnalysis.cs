using RustInterop;

namespace AcmeText;

/// <summary>Counts the words of texts, in Rust. Thread-safe.</summary>
public static class TextAnalysis
{
    // Kept for the lifetime of the process.
    private static readonly RustLibrary Library = RustLibrary.Load("acmetext");

    private static readonly RustProcedure<AnalyseInput, AnalyseOutput> Procedure = Library.GetProcedure(
        "analyse", TextJson.Default.AnalyseInput, TextJson.Default.AnalyseOutput);

    /// <summary>Returns the most frequent words of a text, ignoring case.</summary>
    /// <exception cref="RustException">The text has no words, or the input is not valid.</exception>
    public static AnalyseOutput Analyse(AnalyseInput input) => Procedure.Invoke(input);

    /// <inheritdoc cref="Analyse"/>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the Rust code has ended.</exception>
    public static Task<AnalyseOutput> AnalyseAsync(AnalyseInput input, CancellationToken cancellationToken = default) =>
        Procedure.InvokeAsync(input, cancellationToken);
}
