using RustInterop;

namespace AcmeText;

/// <summary>Counts the words of texts, in Rust. Safe for use by several threads.</summary>
public static class TextAnalysis
{
    // For as long as the process lives.
    private static readonly RustLibrary Library = RustLibrary.Load("acmetext");

    private static readonly RustProcedure<AnalyseInput, AnalyseOutput> Procedure = Library.GetProcedure(
        "analyse", TextJson.Default.AnalyseInput, TextJson.Default.AnalyseOutput);

    /// <summary>The most frequent words of a text, without regard to case.</summary>
    /// <exception cref="RustException">The text has no words, or the input is not valid.</exception>
    public static AnalyseOutput Analyse(AnalyseInput input) => Procedure.Invoke(input);

    /// <inheritdoc cref="Analyse"/>
    /// <exception cref="OperationCanceledException">The token was cancelled, and Rust has ended.</exception>
    public static Task<AnalyseOutput> AnalyseAsync(AnalyseInput input, CancellationToken cancellationToken = default) =>
        Procedure.InvokeAsync(input, cancellationToken);
}
