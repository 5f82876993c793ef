using AcmeText;

namespace RustInterop.Tests.Examples;

/// <summary>The example in the README that calls your own library, which is the template's.</summary>
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
