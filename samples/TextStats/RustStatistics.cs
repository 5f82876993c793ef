using RustInterop;

namespace TextStats;

/// <summary>The statistics in Rust: everything needed to call native/src/lib.rs.</summary>
internal sealed class RustStatistics : IDisposable
{
    /// <summary>The same limit as in native/src/lib.rs.</summary>
    public const int MostThreads = 256;

    private readonly RustLibrary _library;
    private readonly RustProcedure<CountInput, TextStatistics, CountProgress> _countWords;

    public RustStatistics()
    {
        _library = RustLibrary.Load("text_stats");
        _countWords = _library.GetProcedure(
            "count_words",
            TextStatisticsJson.Default.CountInput,
            TextStatisticsJson.Default.TextStatistics,
            TextStatisticsJson.Default.CountProgress);
    }

    public Task<TextStatistics> CountAsync(
        CountInput input, IProgress<CountProgress>? progress, CancellationToken cancellation) =>
        _countWords.InvokeAsync(input, progress, cancellation);

    public void Dispose() => _library.Dispose();
}
