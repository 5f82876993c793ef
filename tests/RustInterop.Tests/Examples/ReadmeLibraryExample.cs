using AcmeText;

namespace RustInterop.Tests.Examples;

/// <summary>What the README shows of a library of one's own, which is that of the template.</summary>
internal static class ReadmeLibraryExample
{
    internal static async Task<AnalyseOutput> RunAsync(AnalyseInput input, CancellationToken cancellationToken)
    {
        // README: begin
        using RustLibrary library = RustLibrary.Load("acme_text");
        RustProcedure<AnalyseInput, AnalyseOutput> analyse = library.GetProcedure(
            "analyse", TextJson.Default.AnalyseInput, TextJson.Default.AnalyseOutput);
        AnalyseOutput output = await analyse.InvokeAsync(input, cancellationToken);
        // README: end
        return output;
    }
}
